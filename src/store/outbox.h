/*
 * struct outbox: what one sink has still to be told. A cursor over the events
 * that were kept, and a row for each that was taken up and not delivered yet;
 * what is delivered has no row, what nobody took after all tries is a dead
 * letter and keeps its row.
 *
 * Events of one incident come in their order: one is given out only when no
 * earlier one of that incident is pending that nobody has. So do those of one
 * endpoint without an incident, and those of the monitor itself. Who delivers
 * must say so, else it is given out again, with the same id.
 *
 * A sink that is new begins with what happens from then on.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "model/event.h"
#include "store/store.h"

/* Rows of a sink; further events wait behind its cursor. */
#define OUTBOX_MAX_PENDING 10000
#define OUTBOX_MAX_TAKEN 64 /* in one call */
#define OUTBOX_MAX_UNDER_WAY 128
#define OUTBOX_ERROR_MAX 200
#define OUTBOX_LATEST_S 21600 /* no row is due later, but by a wrong clock */

struct outbox_item {
	uint64_t sequence;
	char id[EVENT_ID_LEN + 1];
	char *payload;	   /* the event's JSON */
	unsigned attempts; /* that failed */
	unsigned refusals; /* of them: the receiver did not want this one */
	char *lacking; /* who does not have it yet, as it was given; or NULL */
};

/* What it points to. */
void outbox_item_clear(struct outbox_item *item);

struct outbox_batch {
	ARRAY(struct outbox_item) items; /* by sequence */
	int64_t next_at;      /* seconds: when a waiting row is due; 0: none */
	bool has_more;	      /* there was no room, or further events */
	size_t pending, dead; /* rows; pending at most OUTBOX_MAX_PENDING */
};

struct outbox;

/* batch is lent; items are taken by clearing them. is_ok false: the store
 * could not be asked. */
typedef void (*outbox_take_fn)(
    void *arg, bool is_ok, struct outbox_batch *batch);
typedef void (*outbox_done_fn)(void *arg, bool is_ok);

struct outbox *outbox_new(struct store *store, const char *sink);
/* Nothing is called any more. */
void outbox_free(struct outbox *outbox);
CLEANUP_DEFINE(struct outbox, outbox_free)

/* Is a row due that waits until next_at? Also one that waits for longer than
 * any may: the clock was ahead when that was written. */
bool outbox_is_due(int64_t next_at, int64_t now);

/* All of these return at once and call fn on the loop later; false: the
 * store's queue is full, and fn is not called. */

/* Gives what is due, without the sequences that are under way already. */
bool outbox_take(struct outbox *outbox, size_t max, int64_t now,
    const uint64_t *under_way, size_t under_way_len, outbox_take_fn fn,
    void *arg) MUST_CHECK;
bool outbox_delivered(struct outbox *outbox, uint64_t sequence,
    outbox_done_fn fn, void *arg) MUST_CHECK;
/* Counts an attempt, and a refusal if it was one. error: words, cut at
 * OUTBOX_ERROR_MAX. */
bool outbox_retry(struct outbox *outbox, uint64_t sequence, int64_t next_at,
    bool is_refusal, const char *error, outbox_done_fn fn,
    void *arg) MUST_CHECK;
/* The same after a refusal by some, where others have it: lacking names them,
 * for the next time. It is waited for by nothing else any more. */
bool outbox_retry_rest(struct outbox *outbox, uint64_t sequence,
    int64_t next_at, const char *lacking, const char *error, outbox_done_fn fn,
    void *arg) MUST_CHECK;
/* lacking: as above, or NULL. */
bool outbox_bury(struct outbox *outbox, uint64_t sequence, const char *lacking,
    const char *error, outbox_done_fn fn, void *arg) MUST_CHECK;
/* The receiver is back: nothing waits any longer. */
bool outbox_hurry(
    struct outbox *outbox, outbox_done_fn fn, void *arg) MUST_CHECK;
