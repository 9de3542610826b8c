/*
 * What becomes of a certificate: it is renewed in time and everywhere, or
 * something goes wrong and is mended. Each story says in the same breath what
 * has to be told of it, by what the manual promises.
 */
#include "year/year.h"

#include <string.h>

#define WARNING_S (21 * WORLD_DAY)
#define CRITICAL_S (7 * WORLD_DAY)
#define SETTLED_S (6 * WORLD_HOUR) /* after which a story is over */

/* --- promises ----------------------------------------------------------- */

/* Of each endpoint of the site, once. */
static void
promise_each(struct year *year, const struct promise *like)
{
	const struct world_site *site = &year->world.sites.items[like->site];
	struct promise each = *like;

	for (size_t i = 0; i < site->endpoint_count; i++) {
		each.endpoint = site->first_endpoint + i;
		year_promise(year, &each);
	}
}

/* A notice: the chain is another. */
static void
promise_changed(struct year *year, size_t site, int64_t from, const char *why)
{
	promise_each(year,
	    &(struct promise){
		.kind = TRUTH_CHANGED,
		.finding = FINDING_COUNT,
		.site = site,
		.from = from,
		.to = from + YEAR_LOOK_S,
		.least = 1,
		.most = 1,
		.why = why,
	    });
}

/* An alarm at each endpoint, and its end. */
static void
promise_fault(struct year *year, size_t site, enum finding_code finding,
    int64_t from, int64_t until, const char *why)
{
	struct promise fault = {
	    .kind = TRUTH_ALARM,
	    .finding = finding,
	    .severity = SEVERITY_CRITICAL,
	    .site = site,
	    .from = from,
	    .to = from + YEAR_LOOK_S,
	    .least = 1,
	    .most = 1,
	    .why = why,
	};

	promise_each(year, &fault);
	fault.kind = TRUTH_OVER;
	fault.from = until;
	fault.to = until + YEAR_CLEAN_S;
	promise_each(year, &fault);
}

/* One alarm about the certificate, wherever it is served, which is told again
 * when all endpoints have been looked at; and its end. */
static void
promise_shared(struct year *year, size_t number, enum finding_code finding,
    enum severity severity, int64_t from, int64_t until, const char *why)
{
	const struct world_site *site = &year->world.sites.items[number];
	struct promise shared = {
	    .kind = TRUTH_ALARM,
	    .finding = finding,
	    .severity = severity,
	    .site = number,
	    .endpoint = TRUTH_ANY,
	    .from = from,
	    .to = from + YEAR_LOOK_S,
	    .least = 1,
	    .most = 1,
	    .why = why,
	};

	year_promise(year, &shared);
	shared.kind = TRUTH_GROWN;
	shared.to = until;
	shared.least = site->endpoint_count > 1 && until - from > SETTLED_S;
	shared.most = 2;
	if (site->endpoint_count > 1)
		year_promise(year, &shared);
	shared.kind = TRUTH_OVER;
	shared.least = shared.most = 1;
	shared.from = until;
	shared.to = until + YEAR_CLEAN_S + YEAR_LOOK_S;
	year_promise(year, &shared);
}

/* --- steps --------------------------------------------------------------- */

/* All show what they ought to. */
static void
mend(struct year *year, const struct act *act)
{
	world_show_everywhere(
	    &year->world, act->site, year->world.sites.items[act->site].chain);
}

static void
issue(struct year *year, size_t site)
{
	world_issue(&year->world, site, rig_now(year->rig), WORLD_RIGHT);
}

/* It shows, and is part of what the site's habit is. */
void
stories_note(struct year *year, size_t number, bool is_by_rule)
{
	struct world_site *site = &year->world.sites.items[number];

	memmove(&site->by_rule[1], &site->by_rule[0],
	    sizeof site->by_rule - sizeof site->by_rule[0]);
	site->by_rule[0] = is_by_rule;
	site->shown_renewals++;
}

enum habit { HABIT_NONE, HABIT_CLEAR, HABIT_DOUBTFUL };

/* Three times the same is a habit, five times are looked at. */
static enum habit
habit_of(const struct world_site *site)
{
	unsigned count = site->shown_renewals;

	if (count < 3)
		return HABIT_NONE;
	for (unsigned i = 0; i < count && i < WORLD_HABIT; i++) {
		if (!site->by_rule[i])
			return HABIT_DOUBTFUL;
	}
	return HABIT_CLEAR;
}

static void
end_at(struct year *year, size_t site, int64_t at)
{
	year_keep_busy(year, site, at + SETTLED_S);
	stories_plan(year, site);
}

static int64_t
hours(struct year *year, int64_t least, int64_t most)
{
	return random_between(
	    &year->random, least * WORLD_HOUR, most * WORLD_HOUR);
}

/* --- the stories --------------------------------------------------------- */

static void
renew_all(struct year *year, size_t site, bool is_by_rule)
{
	int64_t now = rig_now(year->rig);

	issue(year, site);
	stories_note(year, site, is_by_rule);
	world_show_everywhere(
	    &year->world, site, year->world.sites.items[site].chain);
	promise_changed(year, site, now, "a good renewal");
	end_at(year, site, now);
}

static void
renew_well(struct year *year, size_t site)
{
	renew_all(year, site, true);
}

/* Address by address, over hours: each endpoint's first one at once, its last
 * one last. */
static void
show_one(struct year *year, const struct act *act)
{
	const struct world_endpoint *endpoint =
	    &year->world.endpoints.items[act->endpoint];

	world_show(&year->world, endpoint->first_address + act->step,
	    year->world.sites.items[act->site].chain);
}

static void
roll_out(struct year *year, size_t number, size_t endpoint, int64_t lasts)
{
	const struct world_endpoint *at =
	    &year->world.endpoints.items[endpoint];
	int64_t now = rig_now(year->rig);
	struct promise rollout = {
	    .kind = TRUTH_STARTED,
	    .finding = FINDING_COUNT,
	    .site = number,
	    .endpoint = endpoint,
	    .from = now,
	    .to = now + 2 * YEAR_LOOK_S + 15 * 60,
	    .least = 1,
	    .most = 1,
	    .why = "a renewal that takes hours",
	};

	world_show(&year->world, at->first_address,
	    year->world.sites.items[number].chain);
	for (size_t i = 1; i < at->address_count; i++)
		year_put(year,
		    now + lasts * (int64_t)i / (int64_t)(at->address_count - 1),
		    show_one, number, endpoint, i, now);
	if (at->address_count < 2)
		return;
	year_promise(year, &rollout);
	rollout.kind = TRUTH_FINISHED;
	rollout.from = now + lasts;
	rollout.to = now + lasts + YEAR_CLEAN_S;
	year_promise(year, &rollout);
}

static void
renew_slowly(struct year *year, size_t number)
{
	const struct world_site *site = &year->world.sites.items[number];
	int64_t now = rig_now(year->rig);
	int64_t lasts = hours(year, 5, 20);

	issue(year, number);
	stories_note(year, number, true);
	for (size_t i = 0; i < site->endpoint_count; i++)
		roll_out(year, number, site->first_endpoint + i, lasts);
	promise_changed(year, number, now, "a renewal that takes hours");
	end_at(year, number, now + lasts);
}

/* The chain file was not renewed with it. */
static void
renew_bare(struct year *year, size_t site)
{
	static const char why[] = "a renewal without the intermediate";
	int64_t now = rig_now(year->rig), mended = now + hours(year, 4, 40);
	struct world_chain *bare;

	issue(year, site);
	stories_note(year, site, true);
	bare = world_bare(&year->world.sites.items[site]);
	world_show_everywhere(&year->world, site, bare);
	world_chain_unref(bare);
	promise_fault(year, site, FINDING_LEAF_ONLY, now, mended, why);
	promise_changed(year, site, mended, why);
	year_put(year, mended, mend, site, 0, 0, now);
	end_at(year, site, mended);
}

static void
renew_with_another(struct year *year, size_t site)
{
	static const char why[] = "a renewal with the intermediate before";
	int64_t now = rig_now(year->rig), mended = now + hours(year, 4, 40);
	struct world_chain *wrong;

	issue(year, site);
	stories_note(year, site, true);
	wrong = world_wrong(&year->world, &year->world.sites.items[site]);
	world_show_everywhere(&year->world, site, wrong);
	world_chain_unref(wrong);
	promise_fault(year, site, FINDING_WRONG_INTERMEDIATE, now, mended, why);
	promise_changed(year, site, mended, why);
	year_put(year, mended, mend, site, 0, 0, now);
	end_at(year, site, mended);
}

static void
reissue(struct year *year, const struct act *act)
{
	issue(year, act->site);
	mend(year, act);
	stories_plan(year, act->site);
}

static void
renew_for_another(struct year *year, size_t site)
{
	static const char why[] = "a renewal for another name";
	int64_t now = rig_now(year->rig), mended = now + hours(year, 4, 40);

	world_issue(&year->world, site, now, WORLD_OTHER_NAME);
	world_show_everywhere(
	    &year->world, site, year->world.sites.items[site].chain);
	promise_fault(year, site, FINDING_NAME_MISMATCH, now, mended, why);
	promise_changed(year, site, mended, why);
	year_put(year, mended, reissue, site, 0, 0, now);
	year_keep_busy(year, site, mended + SETTLED_S);
}

/* One address is forgotten, for longer than a rollout may take. */
static void
forget_address(struct year *year, size_t number)
{
	static const char why[] = "a renewal that forgot an address";
	const struct world_site *site = &year->world.sites.items[number];
	int64_t now = rig_now(year->rig);
	int64_t mended = now + WORLD_DAY + hours(year, 6, 48);
	size_t endpoint = site->first_endpoint;
	const struct world_endpoint *at;
	size_t forgotten;
	struct promise stalled = {
	    .kind = TRUTH_STARTED,
	    .finding = FINDING_COUNT,
	    .site = number,
	    .from = now,
	    .to = now + 2 * YEAR_LOOK_S + 15 * 60,
	    .least = 1,
	    .most = 1,
	    .why = why,
	};

	while (year->world.endpoints.items[endpoint].address_count < 3)
		endpoint++;
	at = &year->world.endpoints.items[endpoint];
	forgotten = at->first_address +
	    (size_t)random_between(
		&year->random, 0, (int64_t)at->address_count - 1);
	issue(year, number);
	stories_note(year, number, true);
	for (size_t i = 0; i < year->world.addresses.len; i++) {
		const struct world_endpoint *last = at - endpoint +
		    site->first_endpoint + site->endpoint_count - 1;
		const struct world_endpoint *first =
		    at - endpoint + site->first_endpoint;

		if (i != forgotten && i >= first->first_address &&
		    i < last->first_address + last->address_count)
			world_show(&year->world, i, site->chain);
	}
	promise_changed(year, number, now, why);
	stalled.endpoint = endpoint;
	year_promise(year, &stalled);
	stalled.kind = TRUTH_ALARM;
	stalled.finding = FINDING_ROLLOUT_STALLED;
	stalled.severity = SEVERITY_WARNING;
	stalled.from = now + WORLD_DAY;
	stalled.to = now + WORLD_DAY + 2 * YEAR_LOOK_S;
	year_promise(year, &stalled);
	stalled.kind = TRUTH_OVER;
	stalled.from = mended;
	stalled.to = mended + YEAR_CLEAN_S;
	year_promise(year, &stalled);
	year_put(year, mended, mend, number, 0, 0, now);
	end_at(year, number, mended);
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void
renew_late(struct year *year, const struct act *act)
{
	renew_all(year, act->site, false);
}

/* Where there is a habit, that it was not kept is told before the threshold,
 * and in place of its warning. */
static void
promise_overdue(struct year *year, size_t number, int64_t warned,
    int64_t renewed, const char *why)
{
	const struct world_site *site = &year->world.sites.items[number];
	struct promise overdue = {
	    .kind = TRUTH_ALARM,
	    .finding = FINDING_RENEWAL_OVERDUE,
	    .severity = SEVERITY_WARNING,
	    .site = number,
	    .endpoint = TRUTH_ANY,
	    .from = site->not_after + 1 - site->renews_before_s,
	    .to = warned,
	    .least = 1,
	    .most = 1,
	    .why = why,
	};

	year_promise(year, &overdue);
	overdue.kind = TRUTH_GROWN;
	overdue.to = renewed;
	overdue.least = site->endpoint_count > 1;
	overdue.most = 2;
	if (site->endpoint_count > 1)
		year_promise(year, &overdue);
	overdue.kind = TRUTH_OVER;
	overdue.least = overdue.most = 1;
	overdue.from = renewed;
	overdue.to = renewed + YEAR_CLEAN_S + YEAR_LOOK_S;
	year_promise(year, &overdue);
}

/* Nobody renews it, until it is told; or until it has ended. */
static void
forget_renewal(struct year *year, size_t number)
{
	static const char why[] = "a forgotten renewal";
	const struct world_site *site = &year->world.sites.items[number];
	enum habit habit = habit_of(site);
	int64_t now = rig_now(year->rig), end = site->not_after + 1;
	int64_t warned = end - smaller(WARNING_S, site->lifetime_s / 100 * 25);
	int64_t urgent = end - smaller(CRITICAL_S, site->lifetime_s / 100 * 10);
	int64_t how_late = random_between(&year->random, 0, 2);
	int64_t renewed = how_late == 0
	    ? random_between(
		  &year->random, warned + 2 * YEAR_LOOK_S, urgent - YEAR_LOOK_S)
	    : how_late == 1
	    ? random_between(&year->random, urgent + 2 * YEAR_LOOK_S,
		  end - 2 * YEAR_LOOK_S)
	    : end + hours(year, 5, 40);
	struct promise worse = {
	    .kind = TRUTH_WORSE,
	    .finding = FINDING_LEAF_EXPIRING,
	    .severity = SEVERITY_CRITICAL,
	    .site = number,
	    .endpoint = TRUTH_ANY,
	    .from = urgent,
	    .to = urgent + YEAR_LOOK_S,
	    .least = 1,
	    .most = 1,
	    .why = why,
	};

	if (habit == HABIT_CLEAR) {
		promise_overdue(year, number, warned, renewed, why);
		if (how_late > 0)
			promise_shared(year, number, FINDING_LEAF_EXPIRING,
			    SEVERITY_CRITICAL, urgent, smaller(renewed, end),
			    why);
	} else {
		promise_shared(year, number, FINDING_LEAF_EXPIRING,
		    SEVERITY_WARNING, warned, smaller(renewed, end), why);
		if (how_late > 0)
			year_promise(year, &worse);
	}
	if (how_late > 1)
		promise_shared(year, number, FINDING_LEAF_EXPIRED,
		    SEVERITY_CRITICAL, end, renewed, why);
	year->overdue += habit == HABIT_CLEAR;
	year_put(year, renewed, renew_late, number, 0, 0, now);
	year_keep_busy(year, number, renewed + SETTLED_S);
}

/* --- which one ----------------------------------------------------------- */

static bool
has_addresses(const struct year *year, const struct world_site *site, size_t n)
{
	for (size_t i = 0; i < site->endpoint_count; i++) {
		if (year->world.endpoints.items[site->first_endpoint + i]
			.address_count >= n)
			return true;
	}
	return false;
}

/* Per mille of the renewals of certificates that last for weeks; those of days
 * are renewed so often that a tenth of it is plenty. */
static const struct {
	const char *name;
	unsigned per_mille;
	size_t addresses; /* that some endpoint of the site must have */
	int64_t least_s;  /* lifetime */
	void (*tell)(struct year *year, size_t site);
} table[] = {
    {"slow rollouts", 150, 2, 0, renew_slowly},
    {"leaf only", 25, 1, 0, renew_bare},
    {"wrong intermediate", 15, 1, 0, renew_with_another},
    {"wrong name", 15, 1, 0, renew_for_another},
    {"forgotten addresses", 30, 3, 40 * WORLD_DAY, forget_address},
    {"forgotten renewals", 25, 1, 0, forget_renewal},
    {"good renewals", 1000, 1, 0, renew_well},
};

const char *
stories_name(size_t i)
{
	return i < sizeof table / sizeof table[0] ? table[i].name : NULL;
}

static void
renew(struct year *year, const struct act *act)
{
	const struct world_site *site = &year->world.sites.items[act->site];
	bool is_short = site->lifetime_s < 10 * WORLD_DAY;

	if (site->busy_until > act->at) {
		year_put(year, site->busy_until + WORLD_HOUR, renew, act->site,
		    0, 0, 0);
		return;
	}
	for (size_t i = 0;; i++) {
		unsigned per_mille = table[i].per_mille;

		if (is_short && per_mille < 1000)
			per_mille /= 10;
		if (per_mille < 1000)
			per_mille *= year->options.mishaps;
		if (!random_chance(&year->random, per_mille) ||
		    site->lifetime_s < table[i].least_s ||
		    !has_addresses(year, site, table[i].addresses) ||
		    (table[i].tell == forget_renewal &&
			habit_of(site) == HABIT_DOUBTFUL))
			continue;
		year->stories[i]++;
		table[i].tell(year, act->site);
		return;
	}
}

void
stories_plan(struct year *year, size_t number)
{
	const struct world_site *site = &year->world.sites.items[number];
	bool is_short = site->lifetime_s < 10 * WORLD_DAY;
	int64_t at = site->not_after + 1 - site->renews_before_s +
	    hours(year, 0, is_short ? 3 : 12);

	year_put(year, at, renew, number, 0, 0, 0);
}
