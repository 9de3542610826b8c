/*
 * What sinks have still to be told, all together: counted for who watches over
 * the daemon, and forgotten with a sink that is not configured any more. One
 * sink's own part is its outbox (outbox.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/array.h"
#include "base/texts.h"
#include "store/store.h"

/* Names that begin so are the daemon's own, apart from webhooks'. */
#define DELIVERIES_OWN_PREFIX "@"
/* Counted of what lies behind one sink's cursor. */
#define DELIVERIES_COUNT_MAX 100000

/* One sink's part. */
struct deliveries_sink {
	char *name; /* with the prefix, of the daemon's own */
	size_t waiting, dead;
	int64_t oldest_at; /* of what waits, seconds; 0: nothing does */
};

struct deliveries_sinks {
	ARRAY(struct deliveries_sink) items;
};

void deliveries_sinks_clear(struct deliveries_sinks *sinks);

struct deliveries_counts {
	size_t waiting, dead;		/* of all */
	struct deliveries_sinks *sinks; /* may be taken out of it */
};

/* A sink that was forgotten, and what it was not told. */
struct deliveries_gone {
	char *sink;
	size_t waiting, dead;
};

struct deliveries_gone_list {
	ARRAY(struct deliveries_gone) items;
};

typedef void (*deliveries_count_fn)(
    void *arg, bool is_ok, const struct deliveries_counts *counts);
/* gone is lent. */
typedef void (*deliveries_gone_fn)(
    void *arg, const struct deliveries_gone_list *gone);

/* Both return at once and call fn on the loop later; false: the store's queue
 * is full. */
bool deliveries_count(
    struct store *store, deliveries_count_fn fn, void *arg) MUST_CHECK;
/* Forgets every sink that is not in names: its cursor, what waits for it, its
 * dead letters. Of the daemon's own only those in own are looked at. fn is not
 * called when there was none. */
bool deliveries_keep(struct store *store, const struct texts *names,
    const struct texts *own, deliveries_gone_fn fn, void *arg) MUST_CHECK;
