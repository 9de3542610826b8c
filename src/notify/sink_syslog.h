/*
 * Events to a syslog receiver, by syslog_client, encoded by render_syslog.
 *
 * With an outbox they come from the store: what a receiver did not take waits
 * there, over restarts too. Without one they wait in memory.
 */
#pragma once

#include "notify/sink.h"
#include "notify/syslog_client.h"

#define SINK_SYSLOG_NAME "syslog"

struct sink_syslog_parts {
	struct loop *loop;
	struct resolver *resolver;
	const struct syslog_options *options; /* copied */
};

/* NULL: what the options name cannot be used (a CA file that cannot be read).
 */
struct sink *sink_syslog_new(
    const struct sink_syslog_parts *parts, struct error *err);
void sink_syslog_set_resolver(struct sink *sink, struct resolver *resolver);

/* Does journald listen at that path? It reads the older form only. */
bool syslog_is_journald(const char *socket_path);
