/*
 * struct courier: takes events that were kept from a sink's outbox to whoever
 * carries them (a webhook's posts, mails), until they are taken, across
 * outages and restarts. Events of one incident go in order; others pass a
 * message that is refused. Several go into one message where the carrier
 * wants that.
 *
 * Only the store's rows say what is delivered: freeing it at any moment loses
 * nothing, and who gets an event twice sees the same id.
 */
#pragma once

#include "base/clock.h"
#include "net/loop.h"
#include "notify/delivery_plan.h"
#include "store/outbox.h"

#define COURIER_CONCURRENCY 4 /* messages at a time */
#define COURIER_MOST_ITEMS 64 /* of one message */

/* A dead letter. */
struct courier_burial {
	const char *noun; /* "webhook", "mail" */
	const char *name; /* of the sink */
	const char *id;	  /* of the event */
	uint64_t sequence;
	unsigned attempts;
	const char *words;
	unsigned others; /* that were not told, since the last one that was */
};

/* Who carries. Slots are 0 to COURIER_CONCURRENCY - 1. */
struct courier_carrier {
	const char *noun;
	/* Is this event for it? */
	bool (*wants)(void *arg, const struct outbox_item *item);
	/* Begins an attempt with these items, which are lent until it ends: by
	 * courier_ended, never before this returns. false: it cannot. */
	bool (*start)(void *arg, size_t slot,
	    const struct outbox_item *const *items, size_t count,
	    struct error *err);
	void (*cancel)(void *arg, size_t slot);
	void *arg;
	size_t most;	   /* items of one message, at least 1 */
	int64_t gather_ms; /* how long the first waits for others */
};

struct courier_parts {
	struct loop *loop;
	const struct clock *clock;
	struct store *store;
	/* It takes nothing any more; or it does again. words: how it failed,
	 * or NULL. May be NULL. */
	void (*failing)(
	    void *arg, const char *name, bool is_failing, const char *words);
	/* Was that told of this one, before a restart? May be NULL. */
	bool (*was_failing)(void *arg, const char *name);
	/* Of some (notify/burials.h). May be NULL. */
	void (*buried)(void *arg, const struct courier_burial *burial);
	void *told_arg; /* of all of these */
	uint64_t seed;	/* of the jitter; 0: random */
};

struct courier_counts {
	const char *name;	    /* of the sink; lent */
	uint64_t delivered, failed; /* attempts, since the start */
	size_t pending, dead;	    /* as of the last look at the outbox */
};

struct courier;

struct courier *courier_new(const struct courier_parts *parts, const char *name,
    const struct courier_carrier *carrier);
/* Cancels what is under way. */
void courier_free(struct courier *courier);
CLEANUP_DEFINE(struct courier, courier_free)
/* There may be more in the store. */
void courier_wake(struct courier *courier);
/* From now on nothing waits for others: the end is near. */
void courier_flush(struct courier *courier);
/* How the attempt of that slot ended. */
void courier_ended(struct courier *courier, size_t slot,
    const struct delivery_outcome *outcome);
struct courier_counts courier_counts(const struct courier *courier);
/* Nothing is under way that will soon be delivered: a receiver in trouble is
 * not waited for, nor what is to be tried again later. */
bool courier_is_idle(const struct courier *courier);
