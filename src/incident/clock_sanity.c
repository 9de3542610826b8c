/* Is the wall clock to be believed? See clock_sanity.h. */
#include "incident/clock_sanity.h"

static int64_t
jump_of(const struct clock_sanity *clock, const struct clock_evidence *evidence)
{
	return evidence->wall_s - evidence->steady_s - clock->offset_s;
}

static bool
is_far(int64_t seconds)
{
	return seconds >= CLOCK_JUMP_S || seconds <= -CLOCK_JUMP_S;
}

static struct sample_count
lately(const struct clock_sanity *clock, int64_t now)
{
	struct sample_count count = {0};

	for (size_t i = clock->dates.len; i-- > 0;) {
		int64_t age_s = now - clock->dates.looks[i].at;

		if (age_s >= CLOCK_WINDOW_S || age_s <= -CLOCK_WINDOW_S)
			break;
		sample_count_in(&clock->dates, i, &count);
	}
	return count;
}

static bool
is_enough(const struct sample_count *count, size_t all)
{
	return count->looks >= CLOCK_LOOKS || count->looks >= all;
}

/* Half of what was looked at, by several certificates. */
static bool
is_against_dates(const struct clock_sanity *clock, int64_t now, size_t all)
{
	struct sample_count count = lately(clock, now);

	return count.bad * 2 >= count.looks && is_enough(&count, all) &&
	    count.addresses >= CLOCK_CERTIFICATES &&
	    count.endpoints >= CLOCK_CERTIFICATES;
}

/* It has stood for long, and what is served agrees with it. */
static bool
is_meant(const struct clock_sanity *clock,
    const struct clock_evidence *evidence, size_t all)
{
	int64_t age_s = evidence->steady_s - clock->doubted_at;
	struct sample_count count = lately(clock, evidence->wall_s);

	if (clock->why != CLOCK_JUMPED ||
	    is_against_dates(clock, evidence->wall_s, all))
		return false;
	if (evidence->is_known)
		return age_s >= CLOCK_MEANT_S;
	return age_s >= CLOCK_UNKNOWN_S || is_enough(&count, all);
}

static enum clock_doubt
doubt_of(const struct clock_sanity *clock,
    const struct clock_evidence *evidence, size_t all)
{
	if (evidence->built_at != 0 &&
	    evidence->wall_s < evidence->built_at - CLOCK_BUILD_SLACK_S)
		return CLOCK_BEFORE_BUILD;
	if (evidence->is_synchronised)
		return CLOCK_FINE;
	if (is_far(jump_of(clock, evidence)))
		return is_meant(clock, evidence, all) ? CLOCK_FINE
						      : CLOCK_JUMPED;
	if (evidence->wall_s < clock->newest_seen - CLOCK_JUMP_S)
		return CLOCK_BEFORE_STORE;
	return is_against_dates(clock, evidence->wall_s, all)
	    ? CLOCK_AGAINST_DATES
	    : CLOCK_FINE;
}

static enum clock_change
believe(struct clock_sanity *clock, const struct clock_evidence *evidence)
{
	if (clock->why == CLOCK_FINE)
		return CLOCK_SAME;
	if (clock->calm_since == 0)
		clock->calm_since = evidence->steady_s;
	if (evidence->steady_s - clock->calm_since < CLOCK_CALM_S)
		return CLOCK_SAME;
	clock->why = CLOCK_FINE;
	clock->is_told = false;
	clock->doubted_at = clock->calm_since = 0;
	sample_clear(&clock->dates);
	return CLOCK_ENDED;
}

/* Is it time to say so? */
static bool
is_to_be_told(const struct clock_sanity *clock,
    const struct clock_evidence *evidence, size_t all)
{
	if (clock->why != CLOCK_JUMPED)
		return true;
	if (!evidence->is_known)
		return is_against_dates(clock, evidence->wall_s, all);
	return evidence->steady_s - clock->doubted_at >= CLOCK_SETTLE_S;
}

static enum clock_change
doubt(struct clock_sanity *clock, const struct clock_evidence *evidence,
    enum clock_doubt why, size_t all)
{
	bool is_new = clock->why == CLOCK_FINE;

	clock->why = why;
	clock->calm_since = 0;
	if (is_new)
		clock->doubted_at = evidence->steady_s;
	if (is_new && why == CLOCK_JUMPED)
		sample_clear(&clock->dates);
	clock->jumped_s = jump_of(clock, evidence);
	if (clock->is_told)
		return CLOCK_SAME;
	if (!is_to_be_told(clock, evidence, all))
		return is_new ? CLOCK_DOUBTED : CLOCK_SAME;
	clock->is_told = true;
	return CLOCK_BEGAN;
}

/* It was wrong without a jump, and jumps: it is set right, and judged anew. */
static void
correct(struct clock_sanity *clock, const struct clock_evidence *evidence)
{
	clock->offset_s = evidence->wall_s - evidence->steady_s;
	sample_clear(&clock->dates);
}

enum clock_change
clock_sanity_note(struct clock_sanity *clock,
    const struct clock_evidence *evidence, size_t all)
{
	enum clock_doubt why;

	if (!clock->is_started)
		clock->offset_s = evidence->wall_s - evidence->steady_s;
	clock->is_started = true;
	if (is_far(jump_of(clock, evidence)) && clock->why != CLOCK_FINE &&
	    clock->why != CLOCK_JUMPED)
		correct(clock, evidence);
	why = doubt_of(clock, evidence, all);
	if (why != CLOCK_FINE)
		return doubt(clock, evidence, why, all);
	clock->offset_s = evidence->wall_s - evidence->steady_s;
	clock->newest_seen = 0;
	return believe(clock, evidence);
}

static bool
is_noted_as_bad(const struct sample *sample, uint64_t target)
{
	for (size_t i = 0; i < sample->len; i++) {
		if (sample->looks[i].target == target)
			return sample->looks[i].is_bad;
	}
	return false;
}

void
clock_sanity_look(
    struct clock_sanity *clock, const struct sample_look *look, bool was_bad)
{
	if (look->is_bad && was_bad &&
	    !is_noted_as_bad(&clock->dates, look->target))
		return;
	sample_note(&clock->dates, look);
}
