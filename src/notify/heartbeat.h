/*
 * A heartbeat at a set pace: an event that is told to webhooks and never kept,
 * so that somebody notices when it stays away (a dead-man's switch).
 */
#pragma once

#include "base/clock.h"
#include "net/loop.h"

struct heartbeat;

/* Each time it gives an id and the event's JSON, both lent for the call. */
typedef void (*heartbeat_fn)(void *arg, const char *id, const char *payload);

/* The first comes at once. interval_s: 1 at least. */
struct heartbeat *heartbeat_new(struct loop *loop, const struct clock *clock,
    int64_t interval_s, heartbeat_fn fn, void *arg);
void heartbeat_free(struct heartbeat *heartbeat);
CLEANUP_DEFINE(struct heartbeat, heartbeat_free)
