/*
 * Servers that are away: for long, which is told, or for a moment, which is
 * not; and the monitor, which is restarted or killed.
 */
#include "year/year.h"

#define RESTARTS_DAYS 9
#define OFFLINE_DAYS 20
#define MOST_DOWNTIME_S 600
#define NAME_TTL_S 300
#define CALM_S WORLD_DAY /* from any renewal */

static void
set_failure(struct year *year, const struct act *act, enum failure failure)
{
	const struct world_endpoint *endpoint =
	    &year->world.endpoints.items[act->endpoint];

	for (size_t i = 0; i < endpoint->address_count; i++) {
		if (act->step == endpoint->address_count || act->step == i)
			year->world.addresses.items[endpoint->first_address + i]
			    .failure = failure;
	}
}

static void
come_back(struct year *year, const struct act *act)
{
	set_failure(year, act, FAILURE_NONE);
}

/* Is nothing else to be told of that site in this time? */
static bool
is_calm(const struct year *year, const struct world_site *site, int64_t until)
{
	return site->busy_until < rig_now(year->rig) &&
	    site->not_after - site->renews_before_s > until + CALM_S;
}

static void
promise_outage(struct year *year, const struct act *act, enum finding_code code,
    int64_t until)
{
	int64_t now = rig_now(year->rig);
	struct promise outage = {
	    .kind = TRUTH_ALARM,
	    .finding = code,
	    .severity = SEVERITY_CRITICAL,
	    .site = act->site,
	    .endpoint = act->endpoint,
	    .from = now,
	    .to = now + YEAR_LOOK_S + 600,
	    .least = 1,
	    .most = 1,
	    .why = "a server that is away",
	};

	year_promise(year, &outage);
	outage.kind = TRUTH_OVER;
	outage.from = until;
	outage.to = until + YEAR_CLEAN_S;
	year_promise(year, &outage);
}

static void
set_name(struct year *year, size_t number, bool is_failing)
{
	const struct world_endpoint *endpoint =
	    &year->world.endpoints.items[number];
	struct resolver *resolver = rig_resolver(year->rig);
	const char *host = endpoint->endpoint->host.text;
	CLEANUP(free) char *addresses = world_addresses(endpoint);

	if (is_failing)
		fake_resolve_fail(resolver, host, RESOLVE_REFUSED);
	else
		fake_resolve_set(resolver, host, addresses, NAME_TTL_S);
}

static void
resolve_again(struct year *year, const struct act *act)
{
	set_name(year, act->endpoint, false);
}

/* Its servers are there, and nobody finds them. */
static void
lose_name(struct year *year, const struct act *act, int64_t until)
{
	int64_t now = rig_now(year->rig);
	struct promise lost = {
	    .kind = TRUTH_ALARM,
	    .finding = FINDING_RESOLVE_FAILED,
	    .severity = SEVERITY_CRITICAL,
	    .site = act->site,
	    .endpoint = act->endpoint,
	    .from = now,
	    .to = now + 2 * YEAR_LOOK_S,
	    .least = 1,
	    .most = 1,
	    .why = "a name that does not resolve",
	};

	set_name(year, act->endpoint, true);
	year_put(year, until, resolve_again, act->site, act->endpoint, 0, now);
	year_promise(year, &lost);
	lost.kind = TRUTH_OVER;
	lost.from = until;
	lost.to = until + YEAR_LOOK_S;
	year_promise(year, &lost);
	year->lost_names++;
}

/* One look fails, or two: that is no news. */
static void
fail_some(struct year *year, const struct act *act)
{
	const struct world_endpoint *endpoint =
	    &year->world.endpoints.items[act->endpoint];
	unsigned looks = (unsigned)random_between(&year->random, 1, 2);

	for (size_t i = 0; i < endpoint->address_count; i++)
		year->world.addresses.items[endpoint->first_address + i]
		    .failing_looks = looks;
	year->blips++;
}

/* One address of an endpoint, or all of them. */
static void
go_away(struct year *year, const struct act *act)
{
	int64_t now = rig_now(year->rig);
	bool is_blip = random_chance(&year->random, 400);
	bool is_refused = random_chance(&year->random, 500);
	int64_t until =
	    now + random_between(&year->random, 5 * WORLD_HOUR, WORLD_DAY);
	struct act it = *act;
	const struct world_endpoint *endpoint;

	year_put(year,
	    now +
		random_between(&year->random, 1,
		    200 * WORLD_DAY / (int64_t)year->options.endpoints),
	    go_away, 0, 0, 0, 0);
	it.endpoint = (size_t)random_between(
	    &year->random, 0, (int64_t)year->world.endpoints.len - 1);
	endpoint = &year->world.endpoints.items[it.endpoint];
	it.site = endpoint->site;
	it.step = (size_t)random_between(
	    &year->random, 0, (int64_t)endpoint->address_count);
	if (!is_calm(year, &year->world.sites.items[it.site], until))
		return;
	year_keep_busy(year, it.site, until + 8 * WORLD_HOUR);
	if (is_blip) {
		fail_some(year, &it);
		return;
	}
	if (endpoint->is_named && random_chance(&year->random, 700)) {
		lose_name(year, &it, until);
		return;
	}
	set_failure(year, &it,
	    is_refused ? FAILURE_CONNECT_REFUSED : FAILURE_CONNECT_TIMEOUT);
	year_put(year, until, come_back, it.site, it.endpoint, it.step, now);
	year->outages++;
	promise_outage(year, &it,
	    is_refused ? FINDING_CONNECT_REFUSED : FINDING_CONNECT_TIMEOUT,
	    until);
}

/* The monitor's own network: of all that cannot be reached one thing is told,
 * and what happens meanwhile is seen afterwards. */
static void
come_online(struct year *year, const struct act *act)
{
	(void)act;
	year->offline_until = 0;
}

static void
go_offline(struct year *year, const struct act *act)
{
	int64_t lasts = random_between(&year->random, 15 * 60, 50 * 60);
	struct promise offline = {
	    .kind = TRUTH_ALARM,
	    .finding = FINDING_NETWORK_OFFLINE,
	    .severity = finding_info(FINDING_NETWORK_OFFLINE)->severity,
	    .site = year->truth.site_count - 1,
	    .from = act->at,
	    .to = act->at + 15 * 60,
	    .least = 1,
	    .most = 1,
	    .why = "the monitor's network is gone",
	};

	year_put(year,
	    act->at +
		random_between(&year->random, OFFLINE_DAYS / 2 * WORLD_DAY,
		    OFFLINE_DAYS * 2 * WORLD_DAY),
	    go_offline, 0, 0, 0, 0);
	year->offlines++;
	year->offline_until = act->at + lasts;
	truth_hold(&year->truth, act->at, act->at + lasts + YEAR_LOOK_S);
	truth_promise(&year->truth, &offline);
	offline.kind = TRUTH_OVER;
	offline.from = year->offline_until;
	offline.to = offline.from + 30 * 60;
	truth_promise(&year->truth, &offline);
	year_put(year, year->offline_until, come_online, 0, 0, 0, act->at);
}

static void
restart(struct year *year, const struct act *act)
{
	bool is_killed = random_chance(&year->random, 500);

	if (year->offline_until > 0) {
		year_put(year, year->offline_until + 2 * WORLD_HOUR, restart, 0,
		    0, 0, 0);
		return;
	}
	rig_restart(year->rig,
	    random_between(&year->random, 5, MOST_DOWNTIME_S), is_killed);
	year->restarts++;
	year->kills += is_killed;
	year_put(year,
	    act->at +
		random_between(&year->random, WORLD_DAY,
		    (2 * RESTARTS_DAYS - 1) * WORLD_DAY),
	    restart, 0, 0, 0, 0);
}

/* A CA begins to issue from intermediates that nobody has seen. */
static void
rotate(struct year *year, const struct act *act)
{
	world_rotate(&year->world, act->site);
}

void
outages_plan(struct year *year)
{
	for (size_t i = 0; i < year->world.endpoints.len; i++) {
		if (year->world.endpoints.items[i].is_named)
			set_name(year, i, false);
	}
	year_put(year, year->starts + WORLD_DAY, go_away, 0, 0, 0, 0);
	year_put(year, year->starts + 3 * WORLD_DAY, restart, 0, 0, 0, 0);
	year_put(year, year->starts + 10 * WORLD_DAY, go_offline, 0, 0, 0, 0);
	for (size_t i = 0; i < year->world.cas.len; i++)
		year_put(year,
		    random_between(&year->random, year->starts, year->ends),
		    rotate, i, 0, 0, 0);
}
