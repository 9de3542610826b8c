/*
 * Events -> sinks, in order, after they are committed. What a full sink could
 * not take is kept (bounded) and offered again; what the bound drops is
 * counted and said.
 */
#pragma once

#include "net/loop.h"
#include "notify/sink.h"

#define NOTIFY_MAX_QUEUED 100000

struct notify;

struct notify *notify_new(struct loop *loop);
/* Delivers what can be delivered in a bounded time, then closes the sinks. Call
 * log_writer_end() before. */
void notify_free(struct notify *notify);
CLEANUP_DEFINE(struct notify, notify_free)
/* NOTIFY_MAX_QUEUED unless set; for each sink. */
void notify_set_max_queued(struct notify *notify, size_t max_queued);
void notify_add_sink(struct notify *notify, struct sink *take_sink);
/* To those that it is for. */
void notify_event(struct notify *notify, struct event *event);
/* Is it for the sinks of this machine, the journal and standard error? */
bool notify_is_local(const struct event *event);
/* What the sinks of this machine may not have been told before a kill, but for
 * what their marks cover. Before any event of this run. */
void notify_again(struct notify *notify, const struct untold *untold);
/* How far each of those has come; at most UNTOLD_MAX_SINKS. */
size_t notify_marks(const struct notify *notify,
    struct untold_mark ret_marks[UNTOLD_MAX_SINKS]);
/* What each of them has taken, those of other machines too. */
struct notify_counts {
	const char *name; /* lent */
	bool is_local;	  /* else it takes from the store by itself */
	size_t waiting;
	uint64_t delivered, dropped;
};
size_t notify_sink_count(const struct notify *notify);
struct notify_counts notify_counts_at(const struct notify *notify, size_t i);
/* The last event that was given to them. */
uint64_t notify_newest(const struct notify *notify);
