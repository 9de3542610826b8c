/*
 * The interface of a sink, and the sinks there are. A sink never holds the
 * loop: what can block is written off it.
 */
#pragma once

#include "base/error.h"
#include "model/event.h"

struct sink;

struct sink_ops {
	const char *name; /* "journal", "stderr" */
	/* Takes a reference of its own when it keeps the event. Returns at
	 * once; false: its queue is full, and the caller keeps the event. */
	bool (*deliver)(struct sink *sink, struct event *event);
	/* Delivers what is queued, at most timeout_ms, then frees. */
	void (*close)(struct sink *sink, int64_t timeout_ms);
};

struct sink {
	const struct sink_ops *ops;
};

/* Native journal fields by sd_journal_sendv on a thread of its own. */
struct sink *sink_journal_new(struct error *err);
/* Lines for people on a terminal (colour, remedy indented), "<N>" prefixed
 * lines for a service manager otherwise. */
struct sink *sink_stderr_new(void);
/* Is a journald there to take what we send? sd_journal_send() cannot tell. */
bool sink_journal_is_there(void);
