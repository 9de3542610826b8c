/*
 * Whether the receiver behind a sink takes what it is given: failures in a
 * row, the pause they bring, and when it is time to say so. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Without a success for so long: a fault of the monitor's own. */
#define SINK_FAILING_MS 900000
#define SINK_FAILING_LEAST 3 /* and so many attempts */

struct sink_health {
	unsigned failures; /* in a row */
	int64_t since_ms;  /* when they began */
	int64_t paused_until_ms;
	bool is_failing; /* as it was told */
};

enum sink_change {
	SINK_SAME,
	SINK_SHAKY, /* a line in the log */
	SINK_BEGAN, /* failing: an event */
	SINK_BACK,  /* after failures in a row: nothing need wait longer */
	SINK_ENDED, /* the same, and the event is over */
};

enum sink_change sink_health_trouble(
    struct sink_health *health, int64_t wait_ms, int64_t now_ms);
enum sink_change sink_health_success(struct sink_health *health);
