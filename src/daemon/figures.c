/* What /metrics tells of the daemon; see figures.h. */
#include "daemon/figures.h"

#include <string.h>

#include "config.h"
#include "daemon/process.h"
#include "notify/sink_syslog.h"
#include "pki/key_library.h"

static void
fill_process(struct metric_process *process)
{
	const struct process read = process_read();

	*process = (struct metric_process){
	    .cpu_s = read.cpu_s,
	    .started_at = read.started_at,
	    .resident_bytes = read.resident_bytes,
	    .virtual_bytes = read.virtual_bytes,
	    .open_fds = read.open_fds,
	    .max_fds = read.max_fds,
	};
}

/* ---- sinks --------------------------------------------------------------- */

/* As people know it, not as the store does. */
static const char *
shown_name(const char *name)
{
	return strcmp(name, SINK_SYSLOG_OUTBOX) == 0 ? SINK_SYSLOG_NAME : name;
}

static struct metric_sink *
sink_named(struct metric_values *values, const char *name)
{
	struct metric_sink *sink;

	ARRAY_EACH (known, &values->sinks) {
		if (strcmp(known->name, name) == 0)
			return known;
	}
	sink = ARRAY_ADD(&values->sinks);
	*sink = (struct metric_sink){
	    .name = name,
	    .waiting = METRIC_UNKNOWN,
	    .dead = METRIC_UNKNOWN,
	    .age_s = METRIC_UNKNOWN,
	    .delivered = METRIC_UNKNOWN,
	    .failed = METRIC_UNKNOWN,
	    .dropped = METRIC_UNKNOWN,
	};
	return sink;
}

static void
fill_outboxes(const struct daemon *daemon, struct metric_values *values)
{
	int64_t now = clock_wall_s(&clock_system);

	if (daemon->backlog == NULL)
		return;
	ARRAY_EACH (outbox, &backlog_sinks(daemon->backlog)->items) {
		struct metric_sink *sink =
		    sink_named(values, shown_name(outbox->name));

		sink->waiting = (int64_t)outbox->waiting;
		sink->dead = (int64_t)outbox->dead;
		sink->age_s = outbox->oldest_at == 0 || outbox->oldest_at > now
		    ? 0
		    : now - outbox->oldest_at;
	}
}

static void
fill_couriers(const struct daemon *daemon, struct metric_values *values)
{
	if (daemon->webhooks == NULL)
		return;
	for (size_t i = 0; i < webhooks_count(daemon->webhooks); i++) {
		const struct courier_counts counts =
		    webhooks_counts_at(daemon->webhooks, i);
		struct metric_sink *sink = sink_named(values, counts.name);

		sink->delivered = (int64_t)counts.delivered;
		sink->failed = (int64_t)counts.failed;
	}
}

/* The journal and standard error; others are in the outboxes. */
static void
fill_local(const struct daemon *daemon, struct metric_values *values)
{
	const struct notify *notify = daemon->sinks.notify;

	for (size_t i = 0; i < notify_sink_count(notify); i++) {
		const struct notify_counts counts = notify_counts_at(notify, i);
		struct metric_sink *sink;

		if (!counts.is_local)
			continue;
		sink = sink_named(values, counts.name);
		sink->waiting = (int64_t)counts.waiting;
		sink->delivered = (int64_t)counts.delivered;
		sink->dropped = (int64_t)counts.dropped;
	}
}

/* ---- fetching ------------------------------------------------------------ */

static void
fill_fetching(const struct daemon *daemon, struct metric_fetching *fetching)
{
	struct aia_counts aia = {0};
	struct revocations_counts revocations = {0};

	if (daemon->aia != NULL)
		aia = aia_counts(daemon->aia);
	if (daemon->revocations != NULL)
		revocations = revocations_counts(daemon->revocations);
	fetching[METRIC_FETCH_AIA] = (struct metric_fetching){
	    .counts = aia.outcomes,
	    .kept = aia.urls,
	    .running = (int64_t)aia.running,
	    .bytes = METRIC_UNKNOWN,
	};
	fetching[METRIC_FETCH_OCSP] = (struct metric_fetching){
	    .counts = revocations.of_responses,
	    .kept = revocations.responses,
	    .running = (int64_t)revocations.running,
	    .bytes = (int64_t)revocations.response_bytes,
	};
	/* those that run are counted together, above */
	fetching[METRIC_FETCH_CRL] = (struct metric_fetching){
	    .counts = revocations.of_lists,
	    .kept = revocations.lists,
	    .running = METRIC_UNKNOWN,
	    .bytes = (int64_t)revocations.file_bytes,
	};
}

void
figures_fill(void *arg, struct metric_values *values)
{
	const struct daemon *daemon = arg;
	const struct prober_counts prober = prober_counts(daemon->prober);

	values->version = PACKAGE_VERSION;
	values->openssl = key_library_version();
	values->looks.waiting = prober.waiting;
	values->looks.dialing = prober.dialing;
	values->looks.handshaking = prober.handshaking;
	fill_local(daemon, values);
	fill_outboxes(daemon, values);
	fill_couriers(daemon, values);
	fill_fetching(daemon, values->fetching);
	values->config = (struct metric_config){
	    .loaded = daemon->reloads,
	    .rejected = daemon->reloads_rejected,
	    .is_rejected = daemon->is_reload_rejected,
	    .loaded_at = daemon->configured_at,
	};
	fill_process(&values->process);
}
