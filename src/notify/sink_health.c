/* Failures in a row; see sink_health.h. */
#include "notify/sink_health.h"

enum sink_change
sink_health_trouble(struct sink_health *health, int64_t wait_ms, int64_t now_ms)
{
	if (health->failures++ == 0)
		health->since_ms = now_ms;
	if (now_ms + wait_ms > health->paused_until_ms)
		health->paused_until_ms = now_ms + wait_ms;
	if (!health->is_failing && health->failures >= SINK_FAILING_LEAST &&
	    now_ms - health->since_ms >= SINK_FAILING_MS) {
		health->is_failing = true;
		return SINK_BEGAN;
	}
	return health->failures == SINK_FAILING_LEAST ? SINK_SHAKY : SINK_SAME;
}

enum sink_change
sink_health_success(struct sink_health *health)
{
	struct sink_health before = *health;

	*health = (struct sink_health){0};
	if (before.is_failing)
		return SINK_ENDED;
	return before.failures >= SINK_FAILING_LEAST ? SINK_BACK : SINK_SAME;
}
