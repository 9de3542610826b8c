/* How late probes start; see lag.h. */
#include "monitor/lag.h"

enum lag_change
lag_note(struct lag *lag, int64_t lag_ms, int64_t now_ms)
{
	lag->last_ms = lag_ms < 0 ? 0 : lag_ms;
	if (lag->last_ms > lag->worst_ms)
		lag->worst_ms = lag->last_ms;
	if (lag->late_ms <= 0)
		return LAG_SAME;
	if (!lag->is_late) {
		if (lag->last_ms < lag->late_ms)
			return LAG_SAME;
		lag->is_late = true;
		lag->late_at_ms = now_ms;
		return LAG_BEGAN;
	}
	if (lag->last_ms >= lag->late_ms / 2)
		lag->late_at_ms = now_ms;
	if (now_ms - lag->late_at_ms < LAG_CALM_MS)
		return LAG_SAME;
	lag->is_late = false;
	return LAG_ENDED;
}
