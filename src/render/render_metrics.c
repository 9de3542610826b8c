/* The daemon's own families; see render_metrics.h. */
#include "render/render_metrics.h"

static const char *const stage_names[METRIC_STAGE_COUNT] = {
    [METRIC_STAGE_LATE] = "late",
    [METRIC_STAGE_DIAL] = "dial",
    [METRIC_STAGE_STARTTLS] = "starttls",
    [METRIC_STAGE_HANDSHAKE] = "handshake",
    [METRIC_STAGE_PROBE] = "probe",
    [METRIC_STAGE_JUDGE] = "judge",
};

static const char *const fetch_names[METRIC_FETCH_COUNT] = {
    [METRIC_FETCH_AIA] = "aia",
    [METRIC_FETCH_OCSP] = "ocsp",
    [METRIC_FETCH_CRL] = "crl",
};

void
metric_values_clear(struct metric_values *values)
{
	ARRAY_CLEAR(&values->sinks);
}

/* ---- short ways ---------------------------------------------------------- */

/* A family of one sample without labels. */
static void
put_int(struct metric_page *page, enum metric_id id, int64_t value)
{
	if (value == METRIC_UNKNOWN)
		return;
	metric_begin(page, id);
	metric_add_int(page, NULL, value);
}

static void
put_seconds(struct metric_page *page, enum metric_id id, double value)
{
	metric_begin(page, id);
	metric_add(page, NULL, value);
}

static void
add_one(struct metric_page *page, const char *label, int64_t value)
{
	if (value != METRIC_UNKNOWN)
		metric_add_int(page, (const char *const[]){label}, value);
}

static void
add_two(struct metric_page *page, const char *first, const char *second,
    int64_t value)
{
	if (value != METRIC_UNKNOWN)
		metric_add_int(
		    page, (const char *const[]){first, second}, value);
}

/* ---- families ------------------------------------------------------------ */

static void
write_incidents(struct metric_page *page, const struct metric_values *values)
{
	metric_findings_write(page, METRIC_INCIDENTS,
	    (const size_t(*)[METRIC_SEVERITIES])values->incidents);
	metric_begin(page, METRIC_INCIDENTS_QUIET);
	for (int i = HUSH_NONE + 1; i < HUSH_COUNT; i++)
		add_one(
		    page, hush_text((enum hush)i), (int64_t)values->quiet[i]);
	metric_begin(page, METRIC_EVENTS);
	for (int i = 0; i < EVENT_KIND_COUNT; i++)
		add_one(page, event_kind_text((enum event_kind)i),
		    (int64_t)values->events[i]);
	metric_begin(page, METRIC_MONITOR_FAULT);
	for (int i = 0; i < FINDING_COUNT; i++) {
		if (finding_info((enum finding_code)i)->by ==
			FINDING_BY_MONITOR ||
		    values->faults[i])
			add_one(page, finding_code_text((enum finding_code)i),
			    values->faults[i]);
	}
}

static void
write_looks(struct metric_page *page, const struct metric_looks *looks)
{
	metric_begin(page, METRIC_PROBES);
	for (int i = 0; i < FAILURE_COUNT; i++)
		add_one(page,
		    i == FAILURE_NONE ? "ok" : failure_text((enum failure)i),
		    (int64_t)looks->ended[i]);
	metric_begin(page, METRIC_PROBES_RUNNING);
	add_one(page, "waiting", (int64_t)looks->waiting);
	add_one(page, "dialing", (int64_t)looks->dialing);
	add_one(page, "handshaking", (int64_t)looks->handshaking);
	metric_begin(page, METRIC_STAGE_DURATION);
	for (int i = 0; i < METRIC_STAGE_COUNT; i++)
		metric_add_histogram(page,
		    (const char *const[]){stage_names[i]}, &looks->stages[i]);
	put_int(page, METRIC_INSPECTIONS, (int64_t)looks->inspections);
	put_int(page, METRIC_JUDGEMENTS, (int64_t)looks->judgements);
	put_int(page, METRIC_MEMO_HITS, (int64_t)looks->memo_hits);
	put_seconds(page, METRIC_LAG, (double)looks->lag_ms / 1000);
	put_seconds(page, METRIC_WORST_LAG, (double)looks->worst_lag_ms / 1000);
	put_seconds(page, METRIC_OVERDUE, (double)looks->overdue_ms / 1000);
}

static void
write_keeping(struct metric_page *page, const struct metric_keeping *keeping)
{
	if (!keeping->is_there)
		return;
	put_int(page, METRIC_STORE_FAILING, keeping->is_failing);
	put_int(page, METRIC_STORE_JOBS, (int64_t)keeping->jobs);
	put_seconds(page, METRIC_STORE_AGE, (double)keeping->age_ms / 1000);
	metric_begin(page, METRIC_STORE_JOBS_DONE);
	add_one(page, "written", (int64_t)keeping->written);
	add_one(page, "failed", (int64_t)keeping->failed);
}

static void
write_sinks(struct metric_page *page, const struct metric_values *values)
{
	metric_begin(page, METRIC_OUTBOX_EVENTS);
	ARRAY_EACH (sink, &values->sinks) {
		add_two(page, sink->name, "waiting", sink->waiting);
		add_two(page, sink->name, "dead", sink->dead);
	}
	metric_begin(page, METRIC_OUTBOX_AGE);
	ARRAY_EACH (sink, &values->sinks)
		add_one(page, sink->name, sink->age_s);
	metric_begin(page, METRIC_DELIVERIES);
	ARRAY_EACH (sink, &values->sinks) {
		add_two(page, sink->name, "delivered", sink->delivered);
		add_two(page, sink->name, "failed", sink->failed);
		add_two(page, sink->name, "dropped", sink->dropped);
	}
}

static void
write_fetching(struct metric_page *page, const struct metric_fetching *fetching)
{
	metric_begin(page, METRIC_FETCHES);
	for (int i = 0; i < METRIC_FETCH_COUNT; i++) {
		const struct fetch_counts *counts = &fetching[i].counts;
		const char *kind = fetch_names[i];

		add_two(page, kind, "got", (int64_t)counts->got);
		add_two(page, kind, "same", (int64_t)counts->same);
		add_two(
		    page, kind, "unreachable", (int64_t)counts->unreachable);
		add_two(page, kind, "unusable", (int64_t)counts->unusable);
		add_two(page, kind, "refused", (int64_t)counts->refused);
	}
	metric_begin(page, METRIC_FETCHES_RUNNING);
	for (int i = 0; i < METRIC_FETCH_COUNT; i++)
		add_one(page, fetch_names[i], fetching[i].running);
	metric_begin(page, METRIC_FETCHED_KEPT);
	for (int i = 0; i < METRIC_FETCH_COUNT; i++)
		add_one(page, fetch_names[i], (int64_t)fetching[i].kept);
	metric_begin(page, METRIC_FETCHED_BYTES);
	for (int i = 0; i < METRIC_FETCH_COUNT; i++)
		add_one(page, fetch_names[i], fetching[i].bytes);
}

static void
write_web(struct metric_page *page, const struct metric_web *web)
{
	metric_begin(page, METRIC_HTTP_REQUESTS);
	add_one(page, "answered", (int64_t)web->answered);
	add_one(page, "refused", (int64_t)web->refused);
	put_int(page, METRIC_HTTP_CONNECTIONS, (int64_t)web->connections);
	put_int(page, METRIC_HTTP_ENDED, (int64_t)web->ended);
	put_seconds(
	    page, METRIC_EXPOSITION_SLICE, (double)web->longest_slice_us / 1e6);
}

static void
write_config(struct metric_page *page, const struct metric_config *config)
{
	put_int(page, METRIC_CONFIG_GENERATION, (int64_t)config->loaded + 1);
	metric_begin(page, METRIC_CONFIG_RELOADS);
	add_one(page, "loaded", (int64_t)config->loaded);
	add_one(page, "rejected", (int64_t)config->rejected);
	put_int(page, METRIC_CONFIG_OK, !config->is_rejected);
	put_int(page, METRIC_CONFIG_TIME, config->loaded_at);
}

static void
write_process(struct metric_page *page, const struct metric_values *values)
{
	const struct metric_process *process = &values->process;

	metric_begin(page, METRIC_BUILD_INFO);
	metric_add_info(page,
	    (const char *const[]){values->version, values->openssl}, NULL, 0);
	put_seconds(page, METRIC_PROCESS_CPU, process->cpu_s);
	put_int(page, METRIC_PROCESS_RESIDENT, process->resident_bytes);
	put_int(page, METRIC_PROCESS_VIRTUAL, process->virtual_bytes);
	put_int(page, METRIC_PROCESS_FDS, process->open_fds);
	put_int(page, METRIC_PROCESS_MAX_FDS, process->max_fds);
	put_seconds(page, METRIC_PROCESS_START, process->started_at);
}

void
render_metrics(struct metric_page *page, const struct metric_values *values,
    const struct metric_fleet *fleet)
{
	metric_fleet_write_counts(page, fleet);
	put_int(page, METRIC_TARGETS, (int64_t)values->targets);
	write_incidents(page, values);
	write_looks(page, &values->looks);
	write_keeping(page, &values->keeping);
	write_sinks(page, values);
	write_fetching(page, values->fetching);
	write_web(page, &values->web);
	write_config(page, &values->config);
	write_process(page, values);
}
