/* One incident, as JSON. */
#include "control/incident_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"

/* 2026-01-01T00:00:00Z */
#define NEW_YEAR INT64_C(1767225600)

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	assert_non_null(text);
	return text;
}

static struct incident_record
record_of(void)
{
	struct incident_record record = {
	    .is_known = true,
	    .entry = {.kind = HISTORY_INCIDENT, .from = NEW_YEAR},
	    .changed_at = NEW_YEAR + 60,
	    .met_count = 3,
	    .over_count = 2,
	};
	struct incident_met *met = ARRAY_ADD(&record.met);

	met->endpoint = mem_strdup("a.test:443");
	met->since = NEW_YEAR;
	met->place_count = 1;
	ARRAY_ADD(&met->places)->severity = SEVERITY_CRITICAL;
	return record;
}

static void
what_is_not_known_is_null(void **state)
{
	struct incident_record record = record_of();
	json_t *line = incident_line(&record);
	const json_t *met =
	    json_array_get(json_object_get(line, "endpoints"), 0);
	const json_t *place =
	    json_array_get(json_object_get(met, "addresses"), 0);

	assert_true(json_is_null(json_object_get(line, "told_at")));
	assert_true(json_is_null(json_object_get(line, "sinks")));
	assert_true(json_is_null(json_object_get(met, "until")));
	assert_true(json_is_null(json_object_get(place, "address")));
	assert_string_equal(text_of(place, "severity"), "critical");
	assert_string_equal(text_of(met, "since"), "2026-01-01T00:00:00Z");
	assert_int_equal(
	    json_integer_value(json_object_get(line, "over_count")), 2);
	assert_int_equal(
	    json_integer_value(json_object_get(line, "openings")), 1);
	json_decref(line);
	incident_record_clear(&record);
}

static void
an_event_comes_as_it_was_told_and_with_who_was(void **state)
{
	struct incident_record record = record_of();
	struct incident_event *event = ARRAY_ADD(&record.events);
	struct incident_told_to *told = ARRAY_ADD(&event->told);
	const json_t *shown;
	json_t *line;

	record.sinks = mem_strdup("journal ops");
	event->payload = mem_strdup("{\"sequence\": 7}");
	told->sink = mem_strdup("ops");
	told->state = INCIDENT_SINK_REFUSED;
	told->error = mem_strdup("HTTP 400");
	line = incident_line(&record);
	assert_int_equal(json_array_size(json_object_get(line, "sinks")), 2);
	shown = json_array_get(json_object_get(line, "events"), 0);
	assert_int_equal(json_integer_value(json_object_get(
			     json_object_get(shown, "event"), "sequence")),
	    7);
	shown = json_array_get(json_object_get(shown, "told"), 0);
	assert_string_equal(text_of(shown, "state"), "refused");
	assert_string_equal(text_of(shown, "error"), "HTTP 400");
	json_decref(line);
	incident_record_clear(&record);
}

static void
a_payload_that_is_damaged_is_null(void **state)
{
	struct incident_record record = record_of();
	json_t *line;

	ARRAY_ADD(&record.events)->payload = mem_strdup("{\"sequ");
	line = incident_line(&record);
	assert_true(json_is_null(json_object_get(
	    json_array_get(json_object_get(line, "events"), 0), "event")));
	json_decref(line);
	incident_record_clear(&record);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_known_is_null),
	    cmocka_unit_test(an_event_comes_as_it_was_told_and_with_who_was),
	    cmocka_unit_test(a_payload_that_is_damaged_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
