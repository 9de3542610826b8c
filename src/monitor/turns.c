/*
 * Names with many addresses: so many are looked at in an interval, the rest by
 * turns, and never more than so many in a minute. Each keeps a phase of its own
 * over the longer round, so that all get their turn.
 */
#include "base/duration.h"
#include "base/log.h"
#include "monitor/inside.h"

#define MINUTE_MS 60000

static bool
is_named(const struct watch_target *target)
{
	const struct endpoint_via via = watch_target_via(target);

	return endpoint_via_is_named(target->watch->endpoint, &via);
}

void
turns_set(struct watch *watch, size_t named)
{
	unsigned turns = endpoint_turns(watch->endpoint, named);
	unsigned before = watch->turns == 0 ? 1 : watch->turns;
	char round[DURATION_TEXT_MAX];

	watch->turns = (uint16_t)turns;
	if (turns == before)
		return;
	if (turns == 1)
		log_info(watch->endpoint->id,
		    "%zu addresses: each is looked at every interval again",
		    named);
	else
		log_notice(watch->endpoint->id,
		    "%zu of %zu addresses are looked at each interval, by "
		    "turns: each one every %s",
		    (named + turns - 1) / turns, named,
		    duration_words(
			watch->endpoint->settings->interval_s * turns, round));
}

int64_t
turns_interval_ms(const struct watch_target *target)
{
	int64_t interval_ms = watch_interval_ms(target->watch);

	if (target->watch->turns <= 1 || !is_named(target))
		return interval_ms;
	return interval_ms * target->watch->turns;
}

int64_t
turns_most_ms(const struct watch_target *target)
{
	int64_t interval_ms = watch_interval_ms(target->watch);

	return is_named(target) ? interval_ms *
		endpoint_turns(target->watch->endpoint, EXPAND_MAX_TARGETS)
				: interval_ms;
}

bool
turns_is_first(const struct watch_target *target)
{
	unsigned turns = target->watch->turns;

	return turns <= 1 || !is_named(target) ||
	    watch_target_key(target) / 7 % turns == 0;
}

bool
turns_take(struct monitor *monitor, struct watch_target *target)
{
	struct watch *watch = target->watch;
	int64_t now_ms = monitor_now_ms(monitor);

	if (monitor->options.is_once || !is_named(target))
		return true;
	if (watch->minute_looks == 0 ||
	    now_ms - watch->minute_at_s * 1000LL >= MINUTE_MS) {
		watch->minute_at_s = (uint32_t)(now_ms / 1000);
		watch->minute_looks = 0;
	}
	if (watch->minute_looks < ENDPOINT_LOOKS_PER_MINUTE) {
		watch->minute_looks++;
		return true;
	}
	monitor_plan(
	    monitor, &target->due, watch->minute_at_s * 1000LL + MINUTE_MS);
	return false;
}
