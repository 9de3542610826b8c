/*
 * Notices that the files of a trust store have changed, and reads it again. By
 * stat, every few seconds: folders, links and renamed files are all the same to
 * it. A store is read once its files have stayed as they are from one look to
 * the next, so that none is read half written.
 *
 * Nothing is judged there and then. A store's generation is part of what the
 * memo knows a verdict by, so each chain is judged anew when its target is
 * looked at next, at its own time within the interval: no stampede, and after
 * one interval no verdict is left of the old store.
 */
#pragma once

#include "daemon/trust_stores.h"
#include "model/event.h"
#include "net/loop.h"

#define STORE_WATCH_EVERY_MS 10000
#define STORE_WATCH_AGAIN_MS 1000 /* when something has changed */
#define STORE_WATCH_OLD_S ((int64_t)6 * 365 * 86400)

struct store_watch;

/* Takes the event. */
typedef void (*store_watch_event_fn)(void *arg, struct event *take_event);
/* The store, in place of one of its name; lent. */
typedef void (*store_watch_fresh_fn)(void *arg, struct trust_store *store);

/* stores is changed in place; it and the configuration are borrowed. */
struct store_watch *store_watch_new(struct loop *loop,
    struct trust_stores *stores, const struct config *config,
    store_watch_event_fn tell, store_watch_fresh_fn fresh, void *arg);
void store_watch_free(struct store_watch *watch);
CLEANUP_DEFINE(struct store_watch, store_watch_free)
/* All were read anew, by another configuration. NULL is fine. */
void store_watch_reset(struct store_watch *watch, const struct config *config);
