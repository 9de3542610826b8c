/*
 * Does the daemon get on with its work? That the loop turns is not enough for
 * the service manager's watchdog: probes must start in time and the store must
 * answer. What a restart cannot better is no reason for one: a fleet that is
 * too large (late, but probing) and a disk that fails (told by store-failing).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define PROGRESS_OVERDUE_MAX_MS 300000 /* what is due, and no probe ended */
#define PROGRESS_STORE_MAX_MS 120000   /* an answer of the store */

struct progress {
	uint64_t inspections; /* at the last look */
};

struct progress_signs {
	uint64_t inspections;	/* ended so far */
	int64_t overdue_ms;	/* how long the earliest due waits */
	int64_t store_waits_ms; /* how long the store owes an answer */
	bool is_store_failing;	/* it says so itself */
};

/* false: it is stuck, and ret_why says where. */
bool progress_is_made(struct progress *progress,
    const struct progress_signs *signs, const char **ret_why);
