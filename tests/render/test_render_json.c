/* Reports, looks and events as JSON: whole, and readable again. */
#include "render/render_json.h"

#include "base/mem.h"
#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Through text and back, as a reader would get it. Takes the value. */
static json_t *
reread(json_t *value)
{
	char *text = json_dumps(value, 0);
	json_t *read;

	assert_non_null(text);
	read = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(read);
	assert_true(json_equal(read, value));
	json_decref(value);
	free(text);
	return read;
}

static const char *
text_at(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static const char *const judge_keys[] = {"version", "valid", "severity",
    "findings", "presented", "paths", "has_more_paths", "clients", "first_stop",
    "dane", "revocation", "breaks_at", "suggested_chain",
    "suggested_chain_complete", "judged_at", "holds_until"};

static void
assert_is_judges(const json_t *object)
{
	for (size_t i = 0; i < sizeof judge_keys / sizeof judge_keys[0]; i++)
		assert_non_null(json_object_get(object, judge_keys[i]));
}

static void
a_report_has_every_promised_key(void **state)
{
	struct report *report = scene_leaf_only();
	json_t *object = reread(render_json_report(report, NULL));

	assert_is_judges(object);
	assert_true(json_is_false(json_object_get(object, "valid")));
	assert_string_equal(text_at(object, "severity"), "critical");
	assert_true(json_is_null(json_object_get(object, "breaks_at")));
	assert_int_equal(
	    json_array_size(json_object_get(object, "suggested_chain")), 2);
	json_decref(object);
	report_unref(report);
}

static void
a_valid_report_says_when_it_breaks(void **state)
{
	struct report *report = scene_good();
	json_t *object = reread(render_json_report(report, NULL));

	assert_true(json_is_true(json_object_get(object, "valid")));
	assert_string_equal(
	    text_at(object, "breaks_at"), "2026-07-16T00:00:01Z");
	assert_true(json_is_null(json_object_get(object, "suggested_chain")));
	json_decref(object);
	report_unref(report);
}

static void
tlsa_records_stand_with_what_fits(void **state)
{
	struct report *report = scene_good();
	const struct tlsa record = {.usage = 3, .selector = 1, .matching = 1};
	json_t *object, *dane, *records;

	report->dane = dane_new("_25._tcp.mx.example.test", DANE_SECURE);
	dane_add(report->dane, &record);
	dane_add(report->dane, &record);
	report->dane_matches = 2;
	object = reread(render_json_report(report, NULL));
	dane = json_object_get(object, "dane");
	records = json_object_get(dane, "records");
	assert_string_equal(text_at(dane, "state"), "secure");
	assert_int_equal(json_array_size(records), 2);
	assert_true(
	    json_is_false(json_object_get(json_array_get(records, 0), "fits")));
	assert_true(
	    json_is_true(json_object_get(json_array_get(records, 1), "fits")));
	json_decref(object);
	report_unref(report);
}

static void
clients_stand_by_name_with_reason_and_date(void **state)
{
	struct report *report = scene_good();
	json_t *object, *clients, *go;

	*ARRAY_ADD(&report->clients) = (struct report_client){
	    .name = "go",
	    .is_checked = true,
	    .accepts = true,
	    .breaks_at = MINT_NOW,
	    .breaks_reason = mem_strdup("\"x\" has expired"),
	};
	*ARRAY_ADD(&report->clients) = (struct report_client){
	    .name = "safari",
	    .reason = mem_strdup("no"),
	};
	object = reread(render_json_report(report, NULL));
	clients = json_object_get(object, "clients");
	go = json_object_get(clients, "go");
	assert_true(json_is_true(json_object_get(go, "accepts")));
	assert_string_equal(text_at(go, "checked"), "against the stack");
	assert_string_equal(text_at(go, "breaks_at"), "2026-06-01T00:00:00Z");
	assert_string_equal(text_at(go, "breaks_reason"), "\"x\" has expired");
	assert_true(json_is_null(json_object_get(go, "reason")));
	assert_false(json_is_true(
	    json_object_get(json_object_get(clients, "safari"), "accepts")));
	assert_string_equal(
	    text_at(json_object_get(clients, "safari"), "checked"), "modelled");
	json_decref(object);
	report_unref(report);
}

static json_t *
look_with(struct observation *observation, const struct report *report)
{
	struct endpoint *endpoint = scene_endpoint();
	struct target target;
	json_t *object;

	scene_target(&target, endpoint);
	object = reread(render_json_observation(&target, observation, report));
	target_clear(&target);
	observation_free(observation);
	endpoint_unref(endpoint);
	return object;
}

static json_t *
look(enum failure failure, const char *detail, const struct report *report)
{
	return look_with(scene_observation(failure, detail), report);
}

static void
a_look_adds_what_the_handshake_showed(void **state)
{
	struct report *report = scene_good();
	json_t *object = look(FAILURE_NONE, "", report);

	assert_is_judges(object);
	assert_string_equal(text_at(object, "address"), "192.0.2.10:443");
	assert_string_equal(text_at(object, "tls_version"), "TLS 1.3");
	assert_true(json_is_null(json_object_get(object, "failure")));
	assert_string_equal(
	    text_at(
		json_object_get(json_object_get(object, "endpoint"), "labels"),
		"team"),
	    "web");
	json_decref(object);
	report_unref(report);
}

static void
a_failed_look_has_the_same_form(void **state)
{
	json_t *object = look(FAILURE_CONNECT_REFUSED, "nobody listens", NULL);
	const json_t *finding =
	    json_array_get(json_object_get(object, "findings"), 0);

	assert_is_judges(object);
	assert_true(json_is_false(json_object_get(object, "valid")));
	assert_string_equal(text_at(finding, "code"), "connect-refused");
	assert_string_equal(text_at(finding, "detail"), "nobody listens");
	assert_string_equal(text_at(json_object_get(object, "failure"), "kind"),
	    "connect-refused");
	json_decref(object);
}

static void
a_chain_and_a_failure_are_both_told(void **state)
{
	struct report *report = scene_good();
	json_t *object = look(FAILURE_HANDSHAKE_ALERT, "alert 40", report);
	const json_t *findings = json_object_get(object, "findings");

	assert_true(json_is_true(json_object_get(object, "valid")));
	assert_string_equal(text_at(object, "severity"), "critical");
	assert_int_equal(json_array_size(findings), 1);
	assert_string_equal(
	    text_at(json_array_get(findings, 0), "code"), "handshake-failed");
	json_decref(object);
	report_unref(report);
}

static void
a_demanded_client_certificate_is_a_notice(void **state)
{
	struct report *report = scene_good();
	struct observation *observation = scene_observation(FAILURE_NONE, "");
	json_t *object;
	const json_t *findings;

	observation->is_client_cert_required = true;
	object = look_with(observation, report);
	findings = json_object_get(object, "findings");
	assert_true(json_is_true(json_object_get(object, "valid")));
	assert_string_equal(text_at(object, "severity"), "notice");
	assert_int_equal(json_array_size(findings), 1);
	assert_string_equal(text_at(json_array_get(findings, 0), "code"),
	    "client-certificate-required");
	json_decref(object);
	report_unref(report);
}

static void
a_name_without_addresses_has_the_same_form(void **state)
{
	struct endpoint *endpoint = scene_endpoint();
	json_t *object = reread(render_json_unresolved(
	    endpoint, FAILURE_RESOLVE_NO_NAME, "NXDOMAIN", MINT_NOW));

	assert_is_judges(object);
	assert_true(json_is_null(json_object_get(object, "address")));
	assert_string_equal(
	    text_at(
		json_array_get(json_object_get(object, "findings"), 0), "code"),
	    "resolve-failed");
	json_decref(object);
	endpoint_unref(endpoint);
}

static void
an_event_has_every_promised_key(void **state)
{
	static const char *const keys[] = {"version", "id", "sequence", "time",
	    "event", "severity", "finding", "text", "remedy", "sink",
	    "routed_to", "newly_told", "endpoint", "addresses", "incident",
	    "report", "before", "after"};
	struct event *event = scene_event();
	json_t *object;
	const json_t *incident;

	event->after = verdict_new(event->report);
	object = reread(render_json_event(event));
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		assert_non_null(json_object_get(object, keys[i]));
	assert_string_equal(text_at(object, "event"), "incident-opened");
	assert_string_equal(text_at(object, "time"), "2026-06-01T00:00:00Z");
	assert_true(json_is_null(json_object_get(object, "before")));
	assert_true(json_is_object(json_object_get(object, "after")));
	incident = json_object_get(object, "incident");
	assert_string_equal(text_at(incident, "finding"), "leaf-only");
	assert_string_equal(
	    text_at(incident, "opened_at"), "2026-05-31T23:59:00Z");
	assert_int_equal(
	    json_array_size(json_object_get(incident, "endpoints")), 1);
	assert_is_judges(json_object_get(object, "report"));
	json_decref(object);
	event_unref(event);
}

static void
what_is_hushed_says_why(void **state)
{
	struct event *event = event_new(EVENT_INCIDENT_OPENED, MINT_NOW);
	json_t *object = reread(render_json_event(event));

	assert_true(json_is_null(json_object_get(object, "hushed")));
	json_decref(object);
	event->hush = HUSH_SILENCED;
	event->hush_words = mem_strdup("silence 1 by anna");
	object = reread(render_json_event(event));
	assert_string_equal(
	    text_at(json_object_get(object, "hushed"), "reason"), "silenced");
	assert_string_equal(text_at(json_object_get(object, "hushed"), "words"),
	    "silence 1 by anna");
	json_decref(object);
	event_unref(event);
}

static void
the_monitors_own_event_has_no_endpoint(void **state)
{
	struct event *event = event_new(EVENT_MONITOR_STARTED, MINT_NOW);
	json_t *object = reread(render_json_event(event));

	assert_true(json_is_null(json_object_get(object, "endpoint")));
	assert_true(json_is_null(json_object_get(object, "remedy")));
	assert_true(json_is_null(json_object_get(object, "incident")));
	json_decref(object);
	event_unref(event);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_report_has_every_promised_key),
	    cmocka_unit_test(a_valid_report_says_when_it_breaks),
	    cmocka_unit_test(tlsa_records_stand_with_what_fits),
	    cmocka_unit_test(clients_stand_by_name_with_reason_and_date),
	    cmocka_unit_test(a_look_adds_what_the_handshake_showed),
	    cmocka_unit_test(a_failed_look_has_the_same_form),
	    cmocka_unit_test(a_chain_and_a_failure_are_both_told),
	    cmocka_unit_test(a_demanded_client_certificate_is_a_notice),
	    cmocka_unit_test(a_name_without_addresses_has_the_same_form),
	    cmocka_unit_test(an_event_has_every_promised_key),
	    cmocka_unit_test(what_is_hushed_says_why),
	    cmocka_unit_test(the_monitors_own_event_has_no_endpoint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
