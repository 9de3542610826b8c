/*
 * Events to a syslog receiver, by syslog_client, encoded by render_syslog.
 *
 * With a store they come from there, by its outbox: what a receiver did not
 * take waits in it, over restarts too. Without one they wait in memory.
 */
#pragma once

#include "base/clock.h"
#include "notify/sink.h"
#include "notify/syslog_client.h"
#include "store/store.h"

#define SINK_SYSLOG_NAME "syslog"
/* In the store; no webhook can be named so. */
#define SINK_SYSLOG_OUTBOX "@syslog"

struct sink_syslog_parts {
	struct loop *loop;
	const struct clock *clock;
	struct resolver *resolver;
	struct store *store;		      /* or NULL */
	const struct syslog_options *options; /* copied */
	/* It takes nothing for long (notify/sink_health.h), words say why; or
	 * it does again. Not within deliver. May be NULL. */
	void (*failing)(
	    void *arg, const char *name, bool is_failing, const char *words);
	/* Was that told, before a restart? May be NULL. */
	bool (*was_failing)(void *arg, const char *name);
	void *failing_arg; /* of both */
};

/* NULL: what the options name cannot be used (a CA file that cannot be read).
 */
struct sink *sink_syslog_new(
    const struct sink_syslog_parts *parts, struct error *err);
void sink_syslog_set_resolver(struct sink *sink, struct resolver *resolver);

/* Nothing is under way that will soon be delivered. */
bool sink_syslog_is_idle(const struct sink *sink);

/* Does journald listen at that path? It reads the older form only. */
bool syslog_is_journald(const char *socket_path);
