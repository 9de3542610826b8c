/*
 * struct consignment: events that go into one message, and what became of them
 * on its way into the store: an event is out of our hands only when that is
 * committed. Private to courier.c.
 */
#pragma once

#include "notify/delivery_plan.h"
#include "store/outbox.h"

struct consignment;

/* An event of it. */
struct parcel {
	struct consignment *consignment;
	struct outbox_item item;
	/* while settling */
	enum delivery_action action;
	int64_t next_at;
	bool is_refusal;
	bool is_handed_in; /* else the store's queue was full */
};

struct consignment {
	struct outbox *outbox; /* lent */
	struct parcel *parcels;
	size_t count, settled;
	bool has_failed; /* the store, to keep one of the outcomes */
	char words[DELIVERY_WORDS_MAX];
	char *lacking; /* of the outcome; or NULL */
	/* All that was handed in is kept, or could not be (then it is all done
	 * again). It may be cleared then. */
	void (*done)(void *arg, bool is_ok);
	void *arg;
};

void consignment_clear(struct consignment *consignment);
/* Room for so many. */
void consignment_begin(struct consignment *consignment, size_t most);
/* Takes the item's payload; it is to be told as delivered, unless planned
 * otherwise. */
void consignment_add(
    struct consignment *consignment, const struct outbox_item *take_item);
/* May it go into the same message: do the same people lack it? */
bool consignment_fits(
    const struct consignment *consignment, const struct outbox_item *item);
/* What becomes of each. By one number of chance for all: what went together is
 * due together again. */
void consignment_plan(struct consignment *consignment,
    const struct delivery_outcome *outcome, int64_t wall_ms, uint32_t chance);
/* Hands in what is not yet; false: the store had no room for all. */
bool consignment_settle(struct consignment *consignment) MUST_CHECK;
