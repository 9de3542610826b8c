/*
 * How late probes start: a monitor that falls behind must say so itself. With
 * hysteresis, so that it says so once.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define LAG_CALM_MS 60000 /* on time again for so long: it is over */

struct lag {
	int64_t late_ms; /* from which it counts; 0: never */
	int64_t last_ms, worst_ms;
	bool is_late;
	int64_t late_at_ms; /* when it was last late, while is_late */
};

enum lag_change {
	LAG_SAME,
	LAG_BEGAN,
	LAG_ENDED,
};

enum lag_change lag_note(struct lag *lag, int64_t lag_ms, int64_t now_ms);
