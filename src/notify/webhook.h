/*
 * A webhook as a sink: events that were kept are posted, one by one, until the
 * receiver has taken them, across outages and restarts: what is not delivered
 * stays in the outbox (store/outbox.h). Events of one incident go in order;
 * others pass a message that is refused. Whoever gets one twice sees the same
 * webhook-id.
 *
 * Only the store's rows say what is delivered: freeing a webhook at any moment
 * loses nothing.
 */
#pragma once

#include "base/clock.h"
#include "net/http.h"
#include "notify/courier.h"
#include "notify/sink.h"
#include "notify/webhook_options.h"
#include "store/store.h"

struct webhook_parts {
	struct loop *loop;
	const struct clock *clock;
	struct http *http;
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

/* A sink; closing it frees it. */
struct sink *webhook_new(
    const struct webhook_parts *parts, const struct webhook_options *options);
struct courier_counts webhook_counts(const struct sink *sink);
/* Nothing is under way that will soon be delivered: a receiver in trouble is
 * not waited for, nor what is to be tried again later. */
bool webhook_is_idle(const struct sink *sink);
/* Posts this at once, and once only: not kept, not tried again; not at all
 * while the last one is under way, or when the receiver does not want it. */
void webhook_beat(struct sink *sink, const char *id, const char *payload);
