/* Events as PagerDuty wants them. */
#include "render/render_pagerduty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define INCIDENT \
	"\"incident\":{\"id\":\"i1\",\"severity\":\"critical\"," \
	"\"endpoints\":[\"a.example:443\"]}"

static json_t *
render(const char *event, bool *ret_is_change)
{
	json_t *value = json_loads(event, 0, NULL), *body;
	struct pagerduty_message message = {0};

	assert_non_null(value);
	assert_true(render_pagerduty_is_for(value));
	assert_true(render_pagerduty_event(value, "key1", &message));
	json_decref(value);
	body = json_loads(message.body, 0, NULL);
	assert_non_null(body);
	free(message.body);
	*ret_is_change = message.is_change;
	return body;
}

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void
the_page_of_the_incident_is_linked(void **state)
{
	bool is_change;
	json_t *body = render("{\"event\":\"incident-opened\"," INCIDENT
			      ",\"page\":\"https://watch.test/incidents/i1\"}",
	    &is_change);
	const json_t *link = json_array_get(json_object_get(body, "links"), 0);

	assert_string_equal(
	    text_of(link, "href"), "https://watch.test/incidents/i1");
	assert_non_null(text_of(link, "text"));
	json_decref(body);
	body =
	    render("{\"event\":\"incident-opened\"," INCIDENT "}", &is_change);
	assert_null(json_object_get(body, "links"));
	json_decref(body);
}

/* What each kind comes to: the action, "change", or nothing. */
static void
each_event_has_its_action(void **state)
{
	static const struct {
		const char *event, *severity, *incident, *action;
	} rows[] = {
	    {"incident-opened", "critical", INCIDENT, "trigger"},
	    {"incident-changed", "warning", INCIDENT, "trigger"},
	    {"incident-reminder", "critical", INCIDENT, "trigger"},
	    {"chain-regressed", "critical", INCIDENT, "trigger"},
	    {"incident-resolved", "notice", INCIDENT, "resolve"},
	    {"acknowledged", "notice", INCIDENT, "acknowledge"},
	    {"chain-changed", "notice", "\"incident\":null", "change"},
	    {"rollout-started", "notice", "\"incident\":null", "change"},
	    {"monitor-fault", "critical", "\"incident\":null", "trigger"},
	    {"monitor-fault", "ok", "\"incident\":null", "resolve"},
	    {"heartbeat", "ok", "\"incident\":null", NULL},
	    {"of-the-future", "ok", "\"incident\":null", NULL},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(free)
		char *event = mem_printf("{\"event\":\"%s\",\"severity\":"
					 "\"%s\",\"text\":\"words\",%s}",
		    rows[i].event, rows[i].severity, rows[i].incident);
		json_t *value = json_loads(event, 0, NULL), *body;
		bool is_change = false;

		assert_int_equal(
		    render_pagerduty_is_for(value), rows[i].action != NULL);
		json_decref(value);
		if (rows[i].action == NULL)
			continue;
		body = render(event, &is_change);
		assert_int_equal(
		    is_change, strcmp(rows[i].action, "change") == 0);
		if (!is_change)
			assert_string_equal(
			    text_of(body, "event_action"), rows[i].action);
		assert_string_equal(text_of(body, "routing_key"), "key1");
		json_decref(body);
	}
}

static void
an_alert_is_known_by_its_incident(void **state)
{
	bool is_change;
	json_t *body = render(
	    "{\"event\":\"incident-opened\",\"severity\":\"critical\","
	    "\"text\":\"a.example:443 sends only its leaf\","
	    "\"finding\":\"leaf-only\",\"time\":\"2026-01-02T03:04:05Z\","
	    "\"remedy\":{\"cure\":\"Append it.\"},"
	    "\"endpoint\":{\"host\":\"a.example\",\"port\":443}," INCIDENT "}",
	    &is_change);
	const json_t *payload = json_object_get(body, "payload");
	const json_t *details = json_object_get(payload, "custom_details");

	assert_string_equal(text_of(body, "dedup_key"), "i1");
	assert_string_equal(
	    text_of(payload, "summary"), "a.example:443 sends only its leaf");
	assert_string_equal(text_of(payload, "source"), "a.example:443");
	assert_string_equal(text_of(payload, "severity"), "critical");
	assert_string_equal(text_of(payload, "class"), "leaf-only");
	assert_string_equal(
	    text_of(payload, "timestamp"), "2026-01-02T03:04:05Z");
	assert_string_equal(
	    text_of(json_object_get(details, "remedy"), "cure"), "Append it.");
	json_decref(body);
}

/* The two ends of a fault of ours have one key, and others another. */
static void
a_fault_of_ours_has_a_key_of_its_own(void **state)
{
	static const char *const events[] = {
	    "{\"event\":\"monitor-fault\",\"severity\":\"critical\","
	    "\"text\":\"w\",\"finding\":\"sink-failing\",\"sink\":\"ops\"}",
	    "{\"event\":\"monitor-fault\",\"severity\":\"ok\","
	    "\"text\":\"w\",\"finding\":\"sink-failing\",\"sink\":\"ops\"}",
	    "{\"event\":\"monitor-fault\",\"severity\":\"critical\","
	    "\"text\":\"w\",\"finding\":\"sink-failing\",\"sink\":\"other\"}",
	};
	json_t *bodies[3];
	bool is_change;

	for (size_t i = 0; i < 3; i++)
		bodies[i] = render(events[i], &is_change);
	assert_string_equal(
	    text_of(bodies[0], "dedup_key"), text_of(bodies[1], "dedup_key"));
	assert_string_not_equal(
	    text_of(bodies[0], "dedup_key"), text_of(bodies[2], "dedup_key"));
	assert_string_equal(
	    text_of(json_object_get(bodies[0], "payload"), "source"),
	    "chainwatch");
	for (size_t i = 0; i < 3; i++)
		json_decref(bodies[i]);
}

static char *
filler(size_t len)
{
	char *text = mem_new(1, len + 1);

	memset(text, 'x', len);
	return text;
}

/* The report goes first, then all details; the alert itself stays. */
static void
what_is_too_long_is_cut(void **state)
{
	CLEANUP(free) char *summary = filler(3000);
	CLEANUP(free) char *much = filler(PAGERDUTY_BODY_MAX);
	CLEANUP(free)
	char *long_report = mem_printf(
	    "{\"event\":\"incident-opened\",\"text\":\"%s\","
	    "\"detail\":\"why\",\"report\":{\"x\":\"%s\"}," INCIDENT "}",
	    summary, much);
	CLEANUP(free)
	char *long_detail =
	    mem_printf("{\"event\":\"incident-opened\",\"text\":\"w\","
		       "\"detail\":\"%s\"," INCIDENT "}",
		much);
	bool is_change;
	json_t *body = render(long_report, &is_change);
	const json_t *payload = json_object_get(body, "payload");
	const json_t *details = json_object_get(payload, "custom_details");

	assert_int_equal(
	    strlen(text_of(payload, "summary")), PAGERDUTY_SUMMARY_MAX);
	assert_null(json_object_get(details, "report"));
	assert_string_equal(text_of(details, "detail"), "why");
	json_decref(body);
	body = render(long_detail, &is_change);
	details =
	    json_object_get(json_object_get(body, "payload"), "custom_details");
	assert_int_equal(json_object_size(details), 0);
	assert_string_equal(text_of(body, "dedup_key"), "i1");
	json_decref(body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_event_has_its_action),
	    cmocka_unit_test(the_page_of_the_incident_is_linked),
	    cmocka_unit_test(an_alert_is_known_by_its_incident),
	    cmocka_unit_test(a_fault_of_ours_has_a_key_of_its_own),
	    cmocka_unit_test(what_is_too_long_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
