/*
 * From the outbox of a sink to a client that takes a few messages at a time and
 * tells of each when it is delivered. Only the store's rows say what is:
 * freeing it at any moment loses nothing.
 */
#pragma once

#include "base/clock.h"
#include "net/loop.h"
#include "store/outbox.h"

#define SYSLOG_SPOOL_MAX 64 /* given and not known to be kept as delivered */

struct syslog_spool_parts {
	struct loop *loop;
	const struct clock *clock;
	struct store *store;
	const char *name; /* of the sink, in the store */
	/* Takes the event's JSON; false: it is none, and becomes a dead
	 * letter. There is always room for SYSLOG_SPOOL_MAX. */
	bool (*put)(void *arg, uint64_t sequence, const char *payload);
	void *arg;
};

struct syslog_spool;

struct syslog_spool *syslog_spool_new(const struct syslog_spool_parts *parts);
void syslog_spool_free(struct syslog_spool *spool);
CLEANUP_DEFINE(struct syslog_spool, syslog_spool_free)
/* There may be more than was seen. */
void syslog_spool_wake(struct syslog_spool *spool);
void syslog_spool_delivered(struct syslog_spool *spool, uint64_t sequence);
/* Nothing is under way, and nothing more was seen to wait. */
bool syslog_spool_is_empty(const struct syslog_spool *spool);
