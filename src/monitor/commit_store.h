/*
 * The commit seam over a store: batches become rows, all that came while a
 * transaction was under way are the next one, and their events are released
 * when it is committed.
 *
 * While the store fails, monitoring goes on: events are released at once,
 * marked as unstored, and what would have been written is kept: the latest
 * state of each endpoint, target and incident, and up to max_events events;
 * beyond that the oldest notices are counted and dropped. When the store is
 * back all of it is written, with the numbers and ids it had from the start.
 * That no number is given twice: monitor/numbering.h.
 */
#pragma once

#include "monitor/monitor.h"
#include "store/store.h"

#define COMMIT_STORE_MAX_EVENTS 20000

struct commit_store;

struct commit_store_options {
	uint64_t last_sequence; /* that the last run may have told */
	uint64_t reserved;	/* in the store for this one; 0: nothing */
	size_t max_events;	/* that wait for a failing store */
};

struct commit_store *commit_store_new(struct store *store, struct loop *loop,
    const struct clock *clock, const struct commit_store_options *options);
/* Before store_close: what waits is handed to the store. */
void commit_store_free(struct commit_store *commits);
CLEANUP_DEFINE(struct commit_store, commit_store_free)
struct commit commit_store_ops(struct commit_store *commits);
/* Called on the loop after events were stored; fn NULL: nobody. */
void commit_store_on_stored(
    struct commit_store *commits, loop_fn fn, void *arg);
/* The same after each transaction, whether there were events in it or not. */
void commit_store_on_written(
    struct commit_store *commits, loop_fn fn, void *arg);
/* Events that were dropped since the store began to fail. */
uint64_t commit_store_dropped(const struct commit_store *commits);
/* Certificates were deleted from the store. */
void commit_store_forget_certificates(struct commit_store *commits);
