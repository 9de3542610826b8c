/*
 * An intermediate ends under a tenth of the fleet, while their certificates
 * would last: told when that is near, told when it has come, each once with all
 * whom it touches, and over with the last of them.
 */
#include "year/year.h"

#define WHY "an intermediate that ends under many"
#define WARNED_S (21 * WORLD_DAY)
#define URGENT_S (7 * WORLD_DAY)
#define MOST_GROWN 6

static void
promise_one(struct year *year, enum truth_kind kind, enum finding_code finding,
    enum severity severity, int64_t from, int64_t to, unsigned most)
{
	bool is_grown = kind == TRUTH_GROWN;

	year_promise(year,
	    &(struct promise){
		.kind = kind,
		.finding = finding,
		.severity = severity,
		.site = year->world.first_doomed,
		.endpoint = TRUTH_ANY,
		.from = from,
		.to = to,
		.least = is_grown ? 0 : most,
		.most = most,
		.why = WHY,
	    });
}

static void
promise_changed(struct year *year, size_t site, int64_t from)
{
	year_promise(year,
	    &(struct promise){
		.kind = TRUTH_CHANGED,
		.finding = FINDING_COUNT,
		.site = site,
		.endpoint = year->world.sites.items[site].first_endpoint,
		.from = from,
		.to = from + YEAR_LOOK_S,
		.least = 1,
		.most = 1,
		.why = "a renewal of the doomed",
	    });
}

static void
renew(struct year *year, const struct act *act, bool is_by_rule)
{
	int64_t now = rig_now(year->rig);

	world_issue(&year->world, act->site, now, WORLD_RIGHT);
	world_show_everywhere(
	    &year->world, act->site, year->world.sites.items[act->site].chain);
	stories_note(year, act->site, is_by_rule);
	promise_changed(year, act->site, now);
}

static void
renew_in_time(struct year *year, const struct act *act)
{
	const struct world_site *site = &year->world.sites.items[act->site];
	int64_t next;

	renew(year, act, true);
	next = site->not_after + 1 - site->renews_before_s;
	if (next < year->doom)
		year_put(year, next, renew_in_time, act->site, 0, 0, 0);
}

/* With an intermediate that lasts; from then on it is a site as others are. */
static void
renew_at_last(struct year *year, const struct act *act)
{
	struct world_site *site = &year->world.sites.items[act->site];

	renew(year, act, false);
	site->busy_until = rig_now(year->rig) + 6 * WORLD_HOUR;
	stories_plan(year, act->site);
}

static void
avert(struct year *year, const struct act *act)
{
	(void)act;
	world_avert(&year->world);
}

void
doom_plan(struct year *year)
{
	size_t first = year->world.first_doomed, last;
	int64_t begun = year->doom + 10 * WORLD_HOUR, over;

	for (size_t i = first; i < year->world.sites.len; i++) {
		struct world_site *site = &year->world.sites.items[i];

		site->busy_until = INT64_MAX;
		year_put(year, site->not_after + 1 - site->renews_before_s,
		    renew_in_time, i, 0, 0, 0);
		year_put(year, begun + 600 * (int64_t)(i - first + 1),
		    renew_at_last, i, 0, 0, 0);
	}
	last = year->world.sites.len - first;
	over = begun + 600 * (int64_t)last;
	year_put(year, begun, avert, 0, 0, 0, 0);
	promise_one(year, TRUTH_ALARM, FINDING_BREAKS_BEFORE_LEAF,
	    SEVERITY_WARNING, year->doom - WARNED_S,
	    year->doom - WARNED_S + YEAR_LOOK_S, 1);
	promise_one(year, TRUTH_WORSE, FINDING_BREAKS_BEFORE_LEAF,
	    SEVERITY_CRITICAL, year->doom - URGENT_S,
	    year->doom - URGENT_S + YEAR_LOOK_S, 1);
	promise_one(year, TRUTH_OVER, FINDING_BREAKS_BEFORE_LEAF, SEVERITY_OK,
	    year->doom, year->doom + 2 * YEAR_LOOK_S, 1);
	promise_one(year, TRUTH_ALARM, FINDING_INTERMEDIATE_EXPIRED,
	    SEVERITY_CRITICAL, year->doom, year->doom + YEAR_LOOK_S, 1);
	promise_one(year, TRUTH_OVER, FINDING_INTERMEDIATE_EXPIRED, SEVERITY_OK,
	    over, over + 2 * YEAR_LOOK_S, 1);
	promise_one(year, TRUTH_GROWN, FINDING_BREAKS_BEFORE_LEAF, SEVERITY_OK,
	    year->doom - WARNED_S, year->doom, MOST_GROWN);
	promise_one(year, TRUTH_GROWN, FINDING_INTERMEDIATE_EXPIRED,
	    SEVERITY_OK, year->doom, over, MOST_GROWN);
}
