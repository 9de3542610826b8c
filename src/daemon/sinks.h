/*
 * Which sinks events go to: the journal where there is one, lines on standard
 * error when asked for, in the foreground, or for want of a journal; a syslog
 * receiver. The
 * program's own log goes to the first of them, in order with the events.
 */
#pragma once

#include "config/config.h"
#include "notify/notify.h"

struct sinks {
	struct notify *notify;
	struct sink *log;    /* NULL: no sink at all */
	struct sink *syslog; /* NULL: none */
};

struct sinks_options {
	bool is_once;	    /* none: what it saw is on standard output */
	bool is_foreground; /* to standard error as well */
	struct resolver *resolver;
	struct store *store; /* NULL: nothing lasts */
	/* See notify/sink_syslog.h. */
	void (*failing)(
	    void *arg, const char *name, bool is_failing, const char *words);
	bool (*was_failing)(void *arg, const char *name);
	void *failing_arg;
};

bool sinks_open(struct loop *loop, const struct config *config,
    const struct sinks_options *options, struct sinks *ret_sinks,
    struct error *err) MUST_CHECK;
void sinks_close(struct sinks *sinks);
/* The log goes there from now on, until sinks_end_log. */
void sinks_begin_log(const struct sinks *sinks);
void sinks_end_log(void);
/* The resolver was made anew. */
void sinks_set_resolver(struct sinks *sinks, struct resolver *resolver);
/* Nothing is under way that receivers will soon have taken. */
bool sinks_are_idle(const struct sinks *sinks);
/* Would sinks_open give others for b than for a? */
bool sinks_differ(const struct config *a, const struct config *b);
