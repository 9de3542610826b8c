/*
 * Notices that the files that are judged by have changed, and reads them again:
 * trust stores, given issuers, dated rules, transparency logs. By stat, when
 * the kernel or the clock says so (files/lookout.h): folders, links and renamed
 * files are all the same to it. They are read once they have stayed as they are
 * from one look to the next, so that none is read half written. What cannot be
 * used changes nothing.
 *
 * Nothing is judged there and then. The generation of a store, of issuers and
 * of rules is part of what the memo knows a verdict by, so each chain is judged
 * anew when its target is looked at next, at its own time within the interval:
 * no stampede, and after one interval no verdict is left of the old ones.
 */
#pragma once

#include "daemon/trust_stores.h"
#include "model/event.h"
#include "net/loop.h"

#define STORE_WATCH_OLD_S ((int64_t)6 * 365 * 86400)

struct store_watch;

/* All that it needs is borrowed. */
struct store_watch_parts {
	struct loop *loop;
	struct trust_stores *stores; /* changed in place */
	const struct config *config;
	/* Takes the event. */
	void (*tell)(void *arg, struct event *take_event);
	/* What stands in stores now, in the place of another; lent. */
	void (*fresh_store)(void *arg, struct trust_store *store);
	void (*fresh_issuers)(void *arg, struct trust_store *issuers);
	void (*fresh_policy)(void *arg, struct policy *policy);
	void (*fresh_logs)(void *arg, struct ct_logs *logs);
	/* To be kept for `said` of the next start; or forgotten. */
	void (*keep)(void *arg, const char *line, bool is_said);
	void *arg;
	/* What an earlier run said (store/said.h): it is not said again, and
	 * what is over is told. Until store_watch_new returns. */
	const struct texts *said;
};

struct store_watch *store_watch_new(const struct store_watch_parts *parts);
void store_watch_free(struct store_watch *watch);
CLEANUP_DEFINE(struct store_watch, store_watch_free)
/* A reload was refused for that reason, and it was told: what the files are
 * refused for in the same words is not told again. NULL is fine. */
void store_watch_rejected(struct store_watch *watch, const struct error *why);
/* All were read anew, by another configuration. NULL is fine. */
void store_watch_reset(struct store_watch *watch, const struct config *config);
