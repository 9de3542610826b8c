/*
 * The last moments: what is on its way to receivers is waited for, a bounded
 * time, so that they hear of the stop while somebody is there to tell it. What
 * is not delivered by then lies in the store for the next start.
 */
#pragma once

#include <stdbool.h>

#include "net/loop.h"

#define DRAIN_MS 5000 /* within TimeoutStopSec= of the service */
#define DRAIN_STEP_MS 50

struct drain;

struct drain_parts {
	bool (*is_done)(const void *arg);
	loop_fn done;
	void *arg;
};

/* Calls done once, on the loop: when is_done says so, or after DRAIN_MS. */
struct drain *drain_new(struct loop *loop, const struct drain_parts *parts);
void drain_free(struct drain *drain);
CLEANUP_DEFINE(struct drain, drain_free)
