/*
 * "/metrics": gathered a slice at a time, then written as fast as it is read,
 * so that a hundred thousand endpoints hold up no probe. What comes or goes
 * meanwhile by a reload is told or not, and nothing twice.
 */
#include "web/metrics.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "inspect/inspect.h"
#include "model/monitor_fault.h"
#include "monitor/look_tally.h"
#include "web/route.h"

#define SLICE_US 1000	      /* of gathering and writing, at a time */
#define LEAST_SLICE_US (-1)   /* over at each look at the clock */
#define PIECE_LEN (48u << 10) /* written at a time, about */
#define CHECK_EVERY 8	      /* endpoints between looks at the clock */

enum stage {
	STAGE_ENDPOINTS, /* gathers */
	STAGE_INCIDENTS, /* gathers */
	STAGE_OWN,	 /* writes, as does what follows */
	STAGE_ROWS,
};

struct exposition {
	struct web_metrics *shared;
	const struct control_parts *parts;
	const struct web_options *options;
	struct http_server_counts server;
	struct http_stream *stream;
	struct slicer *slicer;
	bool *ret_is_gone; /* while it is not known to stay */
	enum stage stage;
	enum metric_format format;
	struct metric_fleet fleet;
	struct metric_values values;
	char *last;	/* id of the endpoint that was gathered last */
	size_t at;	/* the next incident; the next row */
	size_t id;	/* the family that is being written */
	bool has_begun; /* its head was */
	int64_t slice_us;
};

static const struct http_header vary[] = {{"Vary", "Accept"}};

struct http_reply
metrics_reply(enum metric_format format)
{
	return (struct http_reply){
	    .status = 200,
	    .type = metric_format_type(format),
	    .headers = vary,
	    .header_count = 1,
	};
}

static void
note_slice(struct web_metrics *shared, int64_t began_us)
{
	int64_t us = clock_measure_us() - began_us;

	if (us > shared->longest_slice_us)
		shared->longest_slice_us = us;
}

/* ---- gathering ----------------------------------------------------------- */

static void
gather_one(struct exposition *exposition, size_t i, int64_t now)
{
	const struct monitor *monitor = exposition->parts->monitor;
	struct endpoint_status status;

	if (!monitor_status_at(monitor, i, &status)) {
		metric_fleet_add_unknown(
		    &exposition->fleet, monitor_endpoint_at(monitor, i));
		return;
	}
	metric_fleet_add(&exposition->fleet, &status, now);
	endpoint_status_clear(&status);
}

static void
gather_endpoints(struct exposition *exposition, int64_t until_us)
{
	const struct monitor *monitor = exposition->parts->monitor;
	int64_t now = clock_wall_s(exposition->parts->clock);
	size_t count = monitor_endpoint_count(monitor);
	size_t i = monitor_endpoint_after(monitor, exposition->last);

	while (i < count) {
		gather_one(exposition, i++, now);
		if (i % CHECK_EVERY == 0 && clock_measure_us() > until_us)
			break;
	}
	free(exposition->last);
	exposition->last =
	    i == 0 ? NULL : mem_strdup(monitor_endpoint_at(monitor, i - 1)->id);
	if (i == count)
		exposition->stage = STAGE_INCIDENTS;
}

/* One that ends meanwhile leaves its place to another: that one may be missed,
 * and is there the next time. */
static void
gather_incidents(struct exposition *exposition, int64_t until_us)
{
	const struct fleet *fleet = exposition->parts->fleet;
	struct metric_values *values = &exposition->values;
	size_t count = fleet_incident_count(fleet);

	while (exposition->at < count && clock_measure_us() < until_us) {
		const struct incident *incident =
		    fleet_incident_at(fleet, exposition->at++);
		enum hush hush =
		    incident->ack != NULL ? HUSH_ACKNOWLEDGED : incident->hush;

		if (hush == HUSH_NONE)
			values->incidents[incident->code][incident->severity]++;
		else
			values->quiet[hush]++;
	}
	if (exposition->at >= count)
		exposition->stage = STAGE_OWN;
}

static bool
gather(void *arg)
{
	struct exposition *exposition = arg;
	int64_t began_us = clock_measure_us();

	if (exposition->stage == STAGE_ENDPOINTS)
		gather_endpoints(exposition, began_us + exposition->slice_us);
	else
		gather_incidents(exposition, began_us + SLICE_US);
	note_slice(exposition->shared, began_us);
	if (exposition->stage < STAGE_OWN)
		return true;
	http_stream_wake(exposition->stream);
	return false;
}

/* ---- values -------------------------------------------------------------- */

static void
fill_looks(struct metric_looks *looks, const struct control_parts *parts)
{
	const struct look_tally *tally = monitor_look_tally(parts->monitor);
	struct monitor_counts monitor = monitor_counts(parts->monitor);
	struct inspector_counts inspector = inspector_counts(parts->inspector);

	memcpy(looks->ended, tally->ended, sizeof looks->ended);
	looks->stages[METRIC_STAGE_LATE] = tally->late;
	looks->stages[METRIC_STAGE_DIAL] = tally->dial;
	looks->stages[METRIC_STAGE_STARTTLS] = tally->talk;
	looks->stages[METRIC_STAGE_HANDSHAKE] = tally->handshake;
	looks->stages[METRIC_STAGE_PROBE] = tally->whole;
	looks->stages[METRIC_STAGE_JUDGE] =
	    *inspector_judging(parts->inspector);
	looks->inspections = inspector.inspections;
	looks->judgements = inspector.judgements;
	looks->memo_hits = inspector.memo_hits;
	looks->lag_ms = monitor.lag_ms;
	looks->worst_lag_ms = monitor.worst_lag_ms;
	looks->overdue_ms = monitor.overdue_ms;
}

static void
fill_keeping(struct metric_keeping *keeping, struct store *store)
{
	struct store_counts counts;

	keeping->is_there = store != NULL;
	if (store == NULL)
		return;
	counts = store_counts(store);
	keeping->is_failing = store_is_failing(store);
	keeping->jobs = counts.jobs;
	keeping->age_ms = counts.age_ms;
	keeping->written = counts.written;
	keeping->failed = counts.failed;
}

static void
fill_values(struct exposition *exposition)
{
	const struct control_parts *parts = exposition->parts;
	const struct web_options *options = exposition->options;
	struct metric_values *values = &exposition->values;
	const struct http_server_counts *server = &exposition->server;

	values->targets = monitor_counts(parts->monitor).targets;
	memcpy(values->events, monitor_told(parts->monitor),
	    sizeof values->events);
	ARRAY_EACH (fault, monitor_own_faults(parts->monitor))
		values->faults[fault->finding] = true;
	fill_looks(&values->looks, parts);
	fill_keeping(&values->keeping, parts->store);
	values->web = (struct metric_web){
	    .answered = server->requests - server->refused,
	    .refused = server->refused,
	    .ended = server->ended_for_age,
	    .connections = server->connections,
	    .longest_slice_us = exposition->shared->longest_slice_us,
	};
	if (options->figures != NULL)
		options->figures(options->figures_arg, values);
}

/* ---- writing ------------------------------------------------------------- */

/* Goes to the next family of endpoints; false: there is none. */
static bool
find_family(struct exposition *exposition)
{
	while (exposition->id < METRIC_ID_COUNT &&
	    metric_row((enum metric_id)exposition->id)->of !=
		METRIC_OF_ENDPOINT)
		exposition->id++;
	return exposition->id < METRIC_ID_COUNT;
}

static bool
is_enough(const struct metric_page *page, size_t at, int64_t until_us)
{
	return page->out->len >= PIECE_LEN ||
	    (at % CHECK_EVERY == 0 && clock_measure_us() > until_us);
}

static bool
wake(void *arg)
{
	const struct exposition *exposition = arg;

	http_stream_wake(exposition->stream);
	return false;
}

/* None of so many rows had a sample: the others get their turn. */
static enum http_more
come_again(struct exposition *exposition)
{
	slicer_add(exposition->slicer, wake, exposition);
	return HTTP_MORE_LATER;
}

static enum http_more
write_rows(
    struct exposition *exposition, struct metric_page *page, int64_t until_us)
{
	size_t count = exposition->fleet.rows.len;

	while (find_family(exposition)) {
		size_t *at = &exposition->at;

		page->id = (enum metric_id)exposition->id;
		if (!exposition->has_begun)
			metric_begin(page, page->id);
		exposition->has_begun = true;
		/* One at least each time, however late it is. */
		while (*at < count) {
			metric_fleet_write(
			    page, &exposition->fleet, *at, *at + 1);
			++*at;
			if (is_enough(page, *at, until_us))
				return page->out->len > 0
				    ? HTTP_MORE
				    : come_again(exposition);
		}
		exposition->id++;
		exposition->has_begun = false;
		*at = 0;
	}
	metric_end(page);
	return HTTP_MORE_END;
}

static enum http_more
write_piece(struct exposition *exposition, struct strbuf *piece)
{
	struct metric_page page = {.out = piece, .format = exposition->format};

	if (exposition->stage == STAGE_OWN) {
		fill_values(exposition);
		render_metrics(&page, &exposition->values, &exposition->fleet);
		exposition->stage = STAGE_ROWS;
		exposition->at = 0;
		return HTTP_MORE;
	}
	return write_rows(
	    exposition, &page, clock_measure_us() + exposition->slice_us);
}

static enum http_more
more(void *arg, struct strbuf *ret_piece)
{
	struct exposition *exposition = arg;
	int64_t began_us = clock_measure_us();
	enum http_more result;

	if (exposition->stage < STAGE_OWN)
		return HTTP_MORE_LATER;
	result = write_piece(exposition, ret_piece);
	note_slice(exposition->shared, began_us);
	return result;
}

/* ---- the end ------------------------------------------------------------- */

struct metrics_leftover {
	struct web_metrics *shared;
	struct metric_fleet fleet;
};

void
web_metrics_clear(struct web_metrics *metrics)
{
	ARRAY_EACH (slot, &metrics->leftovers) {
		metric_fleet_clear(&(*slot)->fleet);
		free(*slot);
	}
	ARRAY_CLEAR(&metrics->leftovers);
}

static bool
free_some(void *arg)
{
	struct metrics_leftover *leftover = arg;
	struct web_metrics *shared = leftover->shared;
	int64_t began_us = clock_measure_us();

	while (metric_fleet_shrink(&leftover->fleet, CHECK_EVERY)) {
		if (clock_measure_us() - began_us > SLICE_US) {
			note_slice(shared, began_us);
			return true;
		}
	}
	for (size_t i = shared->leftovers.len; i-- > 0;) {
		if (shared->leftovers.items[i] == leftover)
			ARRAY_REMOVE(&shared->leftovers, i);
	}
	metric_fleet_clear(&leftover->fleet);
	free(leftover);
	note_slice(shared, began_us);
	return false;
}

static void
free_exposition(void *arg)
{
	struct exposition *exposition = arg;
	struct metrics_leftover *leftover = MEM_NEW(struct metrics_leftover);

	if (exposition->ret_is_gone != NULL)
		*exposition->ret_is_gone = true;
	leftover->shared = exposition->shared;
	leftover->fleet = exposition->fleet;
	*ARRAY_ADD(&exposition->shared->leftovers) = leftover;
	slicer_drop(exposition->slicer, exposition);
	slicer_add(exposition->slicer, free_some, leftover);
	exposition->shared->under_way--;
	metric_values_clear(&exposition->values);
	free(exposition->last);
	free(exposition);
}

/* ---- the beginning ------------------------------------------------------- */

static struct exposition *
new_exposition(const struct web_request *request)
{
	struct exposition *exposition = MEM_NEW(struct exposition);

	exposition->shared = web_metrics_of(request);
	exposition->shared->under_way++;
	exposition->parts = web_control(request);
	exposition->options = web_settings(request);
	exposition->slice_us =
	    exposition->options->has_least_slices ? LEAST_SLICE_US : SLICE_US;
	exposition->server = web_counts(request);
	exposition->format =
	    metric_format_of(web_request_header(request, "Accept"));
	exposition->fleet.max_rows = exposition->options->metrics_endpoints;
	metric_fleet_expect(&exposition->fleet,
	    monitor_endpoint_count(exposition->parts->monitor));
	exposition->slicer = web_slicer(request);
	slicer_add(exposition->slicer, gather, exposition);
	return exposition;
}

static void
answer(struct web_request *request)
{
	struct exposition *exposition;
	struct http_reply reply;
	struct http_stream *stream;
	bool is_gone = false;

	if (web_metrics_of(request)->under_way >= METRICS_MAX_UNDER_WAY) {
		web_fail(request, 503,
		    "the metrics are being read by as many as may at a time; "
		    "try again");
		return;
	}
	exposition = new_exposition(request);
	exposition->ret_is_gone = &is_gone;
	reply = metrics_reply(exposition->format);
	stream = web_stream(request, &reply, more, free_exposition, exposition);
	if (is_gone)
		return;
	exposition->ret_is_gone = NULL;
	exposition->stream = stream;
}

const struct web_route web_route_metrics = {
    .path = "/metrics",
    .answer = answer,
};
