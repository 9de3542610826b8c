/*
 * The machine was asleep (suspended): what was due meanwhile is spread like a
 * first pass, and is not called late: nobody fell behind.
 */
#include "monitor/inside.h"

#include "base/log.h"

#define ASLEEP_LEAST_MS 10000

static void
spread(struct monitor *monitor, const struct watch_list *list, int64_t now_ms)
{
	WATCH_LIST_EACH (at, list) {
		struct watch_target *target = *at;

		if (target->due.item.slot != 0 &&
		    target->due.item.due_ms <= now_ms)
			monitor_plan(monitor, &target->due,
			    schedule_first_due(watch_target_key(target),
				watch_interval_ms(target->watch),
				monitor->options.spread_ms, now_ms));
	}
}

void
asleep_check(struct monitor *monitor)
{
	int64_t now_ms = monitor_now_ms(monitor);
	int64_t slept_ms = clock_slept_ms(monitor->parts.clock);
	int64_t more_ms = slept_ms - monitor->slept_ms;

	monitor->slept_ms = slept_ms;
	if (more_ms < ASLEEP_LEAST_MS || monitor->options.is_once)
		return;
	log_info(NULL, "the machine was asleep for %lld s",
	    (long long)(more_ms / 1000));
	monitor->woke_at_ms = now_ms;
	ARRAY_EACH (watch, &monitor->watches) {
		spread(monitor, &(*watch)->targets, now_ms);
		spread(monitor, &(*watch)->variants, now_ms);
	}
}
