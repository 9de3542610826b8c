/*
 * struct backlog: what the receivers of events have not taken, as counts that
 * are a few seconds old at most; and the sinks that are not configured any
 * more, which are forgotten and said.
 */
#pragma once

#include "config/config.h"
#include "store/deliveries.h"

#define BACKLOG_EVERY_MS 10000
#define BACKLOG_LATEST_MS 60000 /* while nothing else is done */

struct backlog;

/* resumed(arg): there are fewer dead letters; somebody had them tried again. */
struct backlog *backlog_new(
    struct loop *loop, struct store *store, loop_fn resumed, void *arg);
/* Before the store is closed. */
void backlog_free(struct backlog *backlog);
CLEANUP_DEFINE(struct backlog, backlog_free)
struct deliveries_counts backlog_counts(const struct backlog *backlog);
/* Each receiver's. */
const struct deliveries_sinks *backlog_sinks(const struct backlog *backlog);
/* "; 3 events wait for receivers, 1 dead letter", or nothing. */
void backlog_words(const struct backlog *backlog, struct strbuf *ret_words);
/* Forgets the sinks that it does not name. */
void backlog_keep(struct store *store, const struct config *config);
