/*
 * struct burials: of a webhook's dead letters, which one is told as an event.
 * A receiver that refuses all it gets must not double all there is to tell, so
 * it is one in so long; the log has them all. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define BURIALS_QUIET_MS 3600000

struct burials {
	unsigned untold;	/* since one was told */
	int64_t quiet_until_ms; /* 0: none was told yet */
};

/* payload: the JSON of the event that is one. true: tell it, and how many
 * others were not. What tells of a dead letter itself is never told: two
 * webhooks that refuse all would tell of each other's without end. */
bool burials_add(struct burials *burials, const char *payload, int64_t now_ms,
    unsigned *ret_others);
