/* Reports, looks and events as JSON; see render_json.h. */
#include "render/render_json.h"

#include "model/failure.h"
#include "model/report_clients.h"
#include "render/json_cert.h"
#include "render/json_change.h"
#include "render/json_finding.h"
#include "render/json_front.h"
#include "render/json_revocation.h"
#include "render/json_transparency.h"
#include "render/json_hush.h"
#include "render/json_routing.h"
#include "render/json_incident.h"
#include "render/json_value.h"

static json_t *
findings_of(const struct report *report, const struct render_about *about)
{
	json_t *list = json_value_array();

	ARRAY_EACH (finding, &report->findings)
		json_value_append(list, json_finding(finding, report, about));
	return list;
}

static json_t *
paths_of(const struct report *report)
{
	json_t *list = json_value_array();

	ARRAY_EACH (path, &report->paths)
		json_value_append(
		    list, json_cert_path(path, report->presented));
	return list;
}

static json_t *
weight_of(enum report_client_weight weight)
{
	switch (weight) {
	case REPORT_CLIENT_IDLE: break;
	case REPORT_CLIENT_WATCHED: return json_value_text("watched");
	case REPORT_CLIENT_REQUIRED: return json_value_text("required");
	}
	return json_null();
}

/* Those of the clients that matter that stop first, where they stop before all
 * others do. */
static json_t *
first_stop_of(const struct report *report)
{
	uint64_t matter = report_clients_of(report, REPORT_CLIENT_WATCHED);
	int first = report_clients_first_to_stop(report, matter);
	json_t *object = NULL, *names = NULL;
	uint64_t alike;

	if (first < 0 || !report_clients_stops_early(report, (size_t)first))
		return json_null();
	object = json_value_object();
	names = json_value_array();
	alike = report_clients_alike(report, (size_t)first, matter);
	json_value_set(object, "at",
	    json_value_time(report->clients.items[first].breaks_at));
	for (size_t i = 0; i < report->clients.len; i++) {
		if ((alike >> i & 1u) != 0)
			json_value_append(names,
			    json_value_text(report->clients.items[i].name));
	}
	json_value_set(object, "clients", names);
	json_value_set(object, "reason",
	    json_value_text(report->clients.items[first].breaks_reason));
	return object;
}

static json_t *
clients_of(const struct report *report)
{
	json_t *object = json_value_object();

	ARRAY_EACH (client, &report->clients) {
		json_t *one = json_value_object();

		json_value_set(
		    one, "accepts", json_value_bool(client->accepts));
		json_value_set(one, "matters", weight_of(client->weight));
		json_value_set(one, "reason", json_value_text(client->reason));
		json_value_set(one, "checked",
		    json_value_text(
			client->is_checked ? "against the stack" : "modelled"));
		json_value_set(one, "breaks_at",
		    client->accepts ? json_value_time(client->breaks_at)
				    : json_null());
		json_value_set(one, "breaks_reason",
		    json_value_text(client->breaks_reason));
		json_value_set(object, client->name, one);
	}
	return object;
}

static json_t *
stores_of(const struct report *report)
{
	json_t *object = json_value_object();

	ARRAY_EACH (store, &report->stores) {
		json_t *one = json_value_object();

		json_value_set(one, "valid", json_value_bool(store->is_valid));
		json_value_set(one, "reason", json_value_text(store->reason));
		json_value_set(one, "breaks_at",
		    store->is_valid ? json_value_time(store->breaks_at)
				    : json_null());
		json_value_set(
		    one, "compared", json_value_bool(store->is_compared));
		json_value_set(object, store->name, one);
	}
	return object;
}

/* null: nobody asked, or nothing was ever answered. */
static json_t *
dane_of(const struct report *report)
{
	const struct dane *dane = report->dane;
	json_t *object, *records;

	if (dane == NULL)
		return json_null();
	object = json_value_object();
	records = json_value_array();
	for (size_t i = 0; i < dane->records.len; i++) {
		CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(1000);
		json_t *one = json_value_object();

		tlsa_format(&text, &dane->records.items[i]);
		json_value_set(
		    one, "record", json_value_text(strbuf_text(&text)));
		json_value_set(one, "fits",
		    json_value_bool(report->dane_matches >> i & 1));
		json_value_append(records, one);
	}
	json_value_set(object, "name", json_value_text(dane->name));
	json_value_set(object, "state",
	    json_value_text(names_text(&dane_state_names, dane->state)));
	json_value_set(object, "records", records);
	return object;
}

static void
set_report(json_t *object, const struct report *report,
    const struct render_about *about)
{
	json_value_set(object, "valid", json_value_bool(report->is_valid));
	json_value_set(object, "severity",
	    json_value_text(severity_text(report->severity)));
	json_value_set(object, "findings", findings_of(report, about));
	json_value_set(
	    object, "presented", json_cert_presented(report->presented));
	json_value_set(object, "paths", paths_of(report));
	json_value_set(
	    object, "has_more_paths", json_value_bool(report->has_more_paths));
	json_value_set(object, "clients", clients_of(report));
	json_value_set(object, "first_stop", first_stop_of(report));
	json_value_set(object, "stores", stores_of(report));
	json_value_set(object, "dane", dane_of(report));
	json_value_set(object, "revocation", json_revocation(report));
	json_value_set(
	    object, "transparency", json_transparency(report->transparency));
	json_value_set(object, "breaks_at",
	    report->is_valid ? json_value_time(report->breaks_at)
			     : json_null());
	json_value_set(
	    object, "suggested_chain", json_cert_suggested(report->suggested));
	json_value_set(object, "suggested_chain_complete",
	    json_value_bool(
		report->suggested != NULL && report->is_suggested_complete));
	json_value_set(object, "judged_at", json_value_time(report->judged_at));
	json_value_set(
	    object, "holds_until", json_value_time(report->holds_until));
}

/* The same keys where no chain was seen: one finding, how the look failed. */
static void
set_failure(json_t *object, enum finding_code code, const char *detail,
    int64_t now, const struct render_about *about)
{
	struct finding finding = {
	    .code = code, .certificate = FINDING_CERTIFICATE_NONE};
	json_t *findings = json_value_array();

	if (finding.code < FINDING_COUNT) {
		finding.severity = finding_info(finding.code)->severity;
		finding.detail = (char *)(uintptr_t)detail; /* only read */
		json_value_append(
		    findings, json_finding(&finding, NULL, about));
	}
	json_value_set(object, "valid", json_value_bool(false));
	json_value_set(object, "severity",
	    json_value_text(severity_text(finding.severity)));
	json_value_set(object, "findings", findings);
	json_value_set(object, "presented", json_value_array());
	json_value_set(object, "paths", json_value_array());
	json_value_set(object, "has_more_paths", json_value_bool(false));
	json_value_set(object, "clients", json_value_object());
	json_value_set(object, "first_stop", json_null());
	json_value_set(object, "stores", json_value_object());
	json_value_set(object, "dane", json_null());
	json_value_set(object, "revocation", json_value_array());
	json_value_set(object, "transparency", json_null());
	json_value_set(object, "breaks_at", json_null());
	json_value_set(object, "suggested_chain", json_null());
	json_value_set(
	    object, "suggested_chain_complete", json_value_bool(false));
	json_value_set(object, "judged_at", json_value_time(now));
	json_value_set(object, "holds_until", json_value_time(now));
}

/* Beside a chain there is one finding more: of the conversation. */
static void
add_conversation(json_t *object, const struct observation *observation,
    const struct report *report, const struct render_about *about)
{
	struct finding finding = {
	    .code = observation_finding(observation),
	    .certificate = FINDING_CERTIFICATE_NONE,
	    .detail = (char *)(uintptr_t)observation->detail, /* only read */
	};

	finding.severity = finding_info(finding.code)->severity;
	json_value_append(json_object_get(object, "findings"),
	    json_finding(&finding, report, about));
	json_value_set(object, "severity",
	    json_value_text(severity_text(
		severity_worse(report->severity, finding.severity))));
}

json_t *
render_json_endpoint(const struct endpoint *endpoint)
{
	json_t *object = NULL, *labels = NULL;

	if (endpoint == NULL)
		return json_null();
	object = json_value_object();
	labels = json_value_object();
	json_value_set(
	    object, "host", json_value_nonempty(endpoint->host.text));
	json_value_set(object, "port",
	    endpoint->file == NULL ? json_value_number(endpoint->port)
				   : json_null());
	if (endpoint->file != NULL)
		json_value_set(object, "file", json_value_text(endpoint->id));
	if (endpoint->starttls != STARTTLS_NONE)
		json_value_set(object, "starttls",
		    json_value_text(
			names_text(&starttls_names, endpoint->starttls)));
	ARRAY_EACH (label, &endpoint->settings->labels)
		json_value_set(
		    labels, label->key, json_value_text(label->value));
	json_value_set(object, "labels", labels);
	return object;
}

static json_t *
failure_of(enum failure failure, const char *detail)
{
	json_t *object = NULL;

	if (failure == FAILURE_NONE)
		return json_null();
	object = json_value_object();
	json_value_set(object, "kind", json_value_text(failure_text(failure)));
	json_value_set(object, "detail", json_value_nonempty(detail));
	return object;
}

static json_t *
version_of(int tls_version)
{
	static const char *const names[] = {
	    "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};

	if (tls_version < 0x0301 || tls_version > 0x0304)
		return json_null();
	return json_value_text(names[tls_version - 0x0301]);
}

static json_t *
reached_ms(int64_t ms)
{
	return ms < 0 ? json_null() : json_value_number(ms);
}

static const char *
client_cert_word(const struct observation *observation)
{
	if (observation->is_client_cert_refused)
		return "refused";
	if (observation->is_client_cert_required)
		return "required";
	if (observation->was_client_cert_sent)
		return "shown";
	return observation->was_client_cert_requested ? "requested" : "none";
}

static void
set_observation(json_t *object, const struct observation *observation)
{
	json_value_set(object, "failure",
	    failure_of(observation->failure, observation->detail));
	json_value_set(
	    object, "tls_version", version_of(observation->tls_version));
	json_value_set(
	    object, "cipher", json_value_nonempty(observation->cipher));
	json_value_set(object, "client_certificate",
	    json_value_text(client_cert_word(observation)));
	json_value_set(
	    object, "probed_at", json_value_time(observation->started_at));
	json_value_set(object, "dial_ms", reached_ms(observation->dial_ms));
	json_value_set(
	    object, "handshake_ms", reached_ms(observation->handshake_ms));
	json_value_set(object, "total_ms", reached_ms(observation->total_ms));
}

json_t *
render_json_report(
    const struct report *report, const struct render_about *about)
{
	json_t *object = json_value_object();

	json_value_set(
	    object, "version", json_value_number(RENDER_JSON_VERSION));
	set_report(object, report, about);
	return object;
}

json_t *
render_json_observation(const struct target *target,
    const struct observation *observation, const struct report *report)
{
	struct render_about about = {.endpoint = target->endpoint,
	    .place = &target->place,
	    .vias = &target->via,
	    .via_count = 1};
	json_t *object = json_value_object();
	char text[TARGET_TEXT_MAX];

	json_value_set(
	    object, "version", json_value_number(RENDER_JSON_VERSION));
	json_value_set(
	    object, "target", json_value_text(target_format(target, text)));
	json_value_set(
	    object, "endpoint", render_json_endpoint(target->endpoint));
	json_value_set(object, "address", json_value_place(&target->place));
	json_value_set(object, "variant",
	    json_value_text(variant_text((enum variant)target->place.variant)));
	json_value_set(object, "front", json_front(&target->via));
	if (report != NULL)
		set_report(object, report, &about);
	else
		set_failure(object, observation_finding(observation),
		    observation->detail, observation->started_at, &about);
	if (report != NULL && observation_finding(observation) != FINDING_COUNT)
		add_conversation(object, observation, report, &about);
	set_observation(object, observation);
	return object;
}

json_t *
render_json_unresolved(const struct endpoint *endpoint, enum failure failure,
    const char *detail, int64_t now)
{
	struct render_about about = {.endpoint = endpoint};
	json_t *object = json_value_object();

	json_value_set(
	    object, "version", json_value_number(RENDER_JSON_VERSION));
	json_value_set(object, "target", json_value_text(endpoint->id));
	json_value_set(object, "endpoint", render_json_endpoint(endpoint));
	json_value_set(object, "address", json_null());
	set_failure(object, failure_finding(failure), detail, now, &about);
	json_value_set(object, "failure", failure_of(failure, detail));
	return object;
}

/* The remedy of what the event tells: the report's finding of that code where
 * there is one, since it knows the certificate and what is missing. */
static json_t *
remedy_of(const struct event *event, const struct render_about *about)
{
	struct finding bare = {
	    .code = event->finding, .certificate = FINDING_CERTIFICATE_NONE};
	const struct finding *finding = NULL;

	if (event->finding == FINDING_COUNT)
		return json_null();
	if (event->report != NULL)
		finding = report_find(event->report, event->finding);
	return json_finding_remedy(
	    finding == NULL ? &bare : finding, event->report, about);
}

json_t *
render_json_event(const struct event *event)
{
	struct render_about about = {.endpoint = event->endpoint,
	    .place = event->places.len == 0 ? NULL : &event->places.items[0],
	    .vias = event->vias.items,
	    .via_count = event->vias.len};
	json_t *object = json_value_object();
	json_t *addresses = json_value_array();

	json_value_set(
	    object, "version", json_value_number(RENDER_JSON_VERSION));
	json_value_set(object, "id", json_value_nonempty(event->id));
	json_value_set(
	    object, "sequence", json_value_number((int64_t)event->sequence));
	json_value_set(object, "time", json_value_time(event->time));
	json_value_set(
	    object, "event", json_value_text(event_kind_text(event->kind)));
	json_value_set(object, "severity",
	    json_value_text(severity_text(event->severity)));
	json_value_set(object, "finding",
	    event->finding == FINDING_COUNT
		? json_null()
		: json_value_text(finding_code_text(event->finding)));
	json_value_set(object, "text", json_value_text(event->text));
	json_value_set(object, "hushed", json_hush(event));
	json_value_set(object, "detail", json_value_text(event->detail));
	json_value_set(object, "remedy", remedy_of(event, &about));
	json_value_set(object, "sink", json_value_text(event->sink));
	json_routing_set(object, event);
	json_value_set(
	    object, "endpoint", render_json_endpoint(event->endpoint));
	for (size_t i = 0; i < event->places.len; i++) {
		if (!event_repeats_address(event, i))
			json_value_append(addresses,
			    json_value_place(&event->places.items[i]));
	}
	json_value_set(object, "addresses", addresses);
	json_value_set(object, "variants", json_variants(event));
	json_value_set(object, "fronts", json_fronts(event));
	json_value_set(object, "incident", json_incident(&event->incident));
	json_value_set(object, "before", json_cert_verdict(event->before));
	json_value_set(object, "after", json_cert_verdict(event->after));
	json_value_set(object, "changes", json_changes(&event->changes));
	json_value_set(object, "rollout", json_rollout(&event->rollout));
	json_value_set(object, "report",
	    event->report == NULL ? json_null()
				  : render_json_report(event->report, &about));
	return object;
}

char *
render_json_event_line(const struct event *event)
{
	json_t *object = render_json_event(event);
	char *line = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	if (line == NULL) /* as any other lack of memory */
		abort();
	return line;
}
