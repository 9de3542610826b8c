/* Open incidents as Alertmanager alerts. */
#include "render/render_alert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static struct endpoint *
endpoint(const char *host)
{
	struct endpoint *endpoint = endpoint_new();
	struct endpoint_label *label = ARRAY_ADD(&endpoint->settings->labels);
	struct error err = ERROR_INIT;

	label->key = mem_strdup("on-call team");
	label->value = mem_strdup("web");
	assert_true(hostname_parse(host, &endpoint->host, &err));
	endpoint->port = 443;
	endpoint_finish(endpoint);
	return endpoint;
}

static void
expect(
    const json_t *object, const char *part, const char *key, const char *value)
{
	const char *text = json_string_value(
	    json_object_get(json_object_get(object, part), key));

	assert_non_null(text);
	assert_string_equal(text, value);
}

static void
an_endpoints_incident_is_labelled_by_it(void **state)
{
	struct incident *incident = incident_new(FINDING_LEAF_ONLY, 1000);
	struct incident_member *member = ARRAY_ADD(&incident->members);
	json_t *alert;

	incident->severity = SEVERITY_CRITICAL;
	incident->endpoint = endpoint("a.example");
	incident->detail = mem_strdup("R3 is missing");
	member->endpoint = endpoint_ref(incident->endpoint);
	incident->endpoint_count = 1;
	alert = render_alert(incident, 1240);
	expect(alert, "labels", "alertname", "leaf-only");
	expect(alert, "labels", "finding", "leaf-only");
	expect(alert, "labels", "severity", "critical");
	expect(alert, "labels", "endpoint", "a.example:443");
	expect(alert, "labels", "label_on_call_team", "web");
	expect(alert, "annotations", "description", "R3 is missing");
	expect(alert, "annotations", "endpoints", "a.example:443");
	expect(alert, "annotations", "remedy",
	    finding_info(FINDING_LEAF_ONLY)->cure);
	assert_string_equal(
	    json_string_value(json_object_get(alert, "startsAt")),
	    "1970-01-01T00:16:40Z");
	assert_string_equal(json_string_value(json_object_get(alert, "endsAt")),
	    "1970-01-01T00:20:40Z");
	render_alert_end(alert, 1001);
	assert_string_equal(json_string_value(json_object_get(alert, "endsAt")),
	    "1970-01-01T00:16:41Z");
	json_decref(alert);
	incident_free(incident);
}

static void
a_certificates_incident_is_labelled_by_its_fingerprint(void **state)
{
	struct incident *incident =
	    incident_new(FINDING_INTERMEDIATE_EXPIRED, 1000);
	json_t *alert;

	incident->has_digest = true;
	incident->sha256[0] = 0xab;
	alert = render_alert(incident, 1240);
	expect(alert, "labels", "certificate",
	    "ab000000000000000000000000000000"
	    "00000000000000000000000000000000");
	assert_null(
	    json_object_get(json_object_get(alert, "labels"), "endpoint"));
	json_decref(alert);
	incident_free(incident);
}

/* It is no certificate, whatever bytes it is known by. */
static void
a_proxys_incident_is_labelled_by_the_proxy(void **state)
{
	struct incident *incident = incident_new(FINDING_PROXY_FAILED, 1000);
	json_t *alert;

	incident->has_digest = true;
	incident->sha256[0] = 0xab;
	alert = render_alert(incident, 1240);
	expect(alert, "labels", "proxy",
	    "ab000000000000000000000000000000"
	    "00000000000000000000000000000000");
	assert_null(
	    json_object_get(json_object_get(alert, "labels"), "certificate"));
	json_decref(alert);
	incident_free(incident);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_endpoints_incident_is_labelled_by_it),
	    cmocka_unit_test(
		a_certificates_incident_is_labelled_by_its_fingerprint),
	    cmocka_unit_test(a_proxys_incident_is_labelled_by_the_proxy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
