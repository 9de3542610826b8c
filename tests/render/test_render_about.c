/* What fills the placeholders of remedies. */
#include "render/render_about.h"

#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static const struct finding bare = {
    .code = FINDING_LEAF_ONLY, .certificate = FINDING_CERTIFICATE_NONE};

static void
host_and_port_are_the_endpoints(void **state)
{
	struct endpoint *endpoint = scene_endpoint();
	const struct render_about about = {.endpoint = endpoint};
	struct render_values values;

	render_values_set(&values, &bare, NULL, &about);
	assert_string_equal(values.values.host, SCENE_HOST);
	assert_string_equal(values.values.port, "443");
	assert_null(values.values.address);
	endpoint_unref(endpoint);
}

static void
an_address_without_a_port_takes_the_endpoints(void **state)
{
	struct endpoint *endpoint = scene_endpoint();
	struct place place = {0};
	const struct render_about about = {
	    .endpoint = endpoint, .place = &place};
	struct render_values values;

	assert_true(ip_address_parse("192.0.2.7", &place.address));
	place.address.port = 0;
	render_values_set(&values, &bare, NULL, &about);
	assert_string_equal(values.values.address, "192.0.2.7:443");
	place.address.port = 9443;
	render_values_set(&values, &bare, NULL, &about);
	assert_string_equal(values.values.address, "192.0.2.7:9443");
	assert_string_equal(values.values.port, "9443");
	endpoint_unref(endpoint);
}

static void
the_way_in_goes_into_the_command(void **state)
{
	struct endpoint *endpoint = scene_endpoint();
	const struct place place = place_at_path("/run/app.sock");
	struct approach *approach =
	    approach_edit(&endpoint->settings->approach);
	struct render_about about = {.endpoint = endpoint};
	struct render_values values;

	approach->proxy.kind = PROXY_HTTP;
	approach->proxy.port = 3128;
	assert_true(hostname_parse("proxy.test", &approach->proxy.host, NULL));
	approach->identity.cert_file = mem_strdup("/etc/c.pem");
	approach->identity.key_file = mem_strdup("/etc/my key");
	render_values_set(&values, &bare, NULL, &about);
	assert_string_equal(values.values.options,
	    "-proxy proxy.test:3128 -cert /etc/c.pem -key KEY");
	assert_null(values.values.path);
	about.place = &place;
	render_values_set(&values, &bare, NULL, &about);
	assert_string_equal(values.values.path, "/run/app.sock");
	endpoint_unref(endpoint);
}

static void
the_certificate_at_fault_is_named(void **state)
{
	struct report *report = scene_good();
	struct finding finding = bare;
	struct render_values values;

	finding.certificate = 1;
	render_values_set(&values, &finding, report, NULL);
	assert_string_equal(values.values.certificate, "Test Intermediate");
	finding.certificate = 5;
	render_values_set(&values, &finding, report, NULL);
	assert_null(values.values.certificate);
	report_unref(report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(host_and_port_are_the_endpoints),
	    cmocka_unit_test(an_address_without_a_port_takes_the_endpoints),
	    cmocka_unit_test(the_way_in_goes_into_the_command),
	    cmocka_unit_test(the_certificate_at_fault_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
