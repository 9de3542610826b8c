/*
 * The interface of a sink, and the sinks there are. A sink never holds the
 * loop: what can block is written off it.
 */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "model/event.h"
#include "store/untold.h"

struct sink;

struct sink_ops {
	const char *name; /* "journal", "stderr" */
	/* It is given what is hushed as well: nobody is woken by it. */
	bool takes_hushed;
	/* Takes a reference of its own when it keeps the event. Returns at
	 * once; false: its queue is full, and the caller keeps the event. */
	bool (*deliver)(struct sink *sink, struct event *event);
	/* A line of the program's own log, in order with the events. Returns
	 * at once; false: its queue is full. NULL: no place for logs. */
	bool (*log)(struct sink *sink, enum log_level level,
	    const char *subject, const char *message);
	/* Of a sink on this machine, which keeps nothing in the store (NULL for
	 * others): an event of an earlier run that it may not have been told.
	 * false: its queue is full. */
	bool (*deliver_again)(
	    struct sink *sink, const struct untold_entry *entry);
	/* Of the same: the last event that it was really told; 0: none. */
	uint64_t (*told)(struct sink *sink);
	/* Waits until what is queued is out; false: not in timeout_ms. */
	bool (*flush)(struct sink *sink, int64_t timeout_ms);
	/* Delivers what is queued, at most timeout_ms, then frees. */
	void (*close)(struct sink *sink, int64_t timeout_ms);
};

struct sink {
	const struct sink_ops *ops;
};

/* Native journal fields (notify/journal_fields.h) by sd_journal_sendv on a
 * thread of its own. NULL when no journald is there. */
struct sink *sink_journal_new(struct error *err);
/* The same where its socket is known to be elsewhere, which is lent. */
struct sink *sink_journal_open(const char *socket_path, struct error *err);
/* Lines for people on a terminal (colour, remedy indented), "<N>" prefixed
 * single lines for a service manager otherwise. */
struct sink *sink_stderr_new(void);
/* The same on any descriptor, which is borrowed. */
struct sink *sink_stream_new(int fd);
/* Is a journald there to take what we send? sd_journal_send() cannot tell. */
bool sink_journal_is_there(void);
