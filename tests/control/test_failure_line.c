/* What to do where looks failed. */
#include "control/failure_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static struct endpoint *
endpoint_of(const char *host)
{
	struct endpoint *endpoint = endpoint_new();

	assert_true(hostname_parse(host, &endpoint->host, NULL));
	endpoint->port = 8443;
	endpoint->id = mem_printf("%s:8443", host);
	return endpoint;
}

static void
add(struct endpoint_status *status, const char *address, enum failure failure)
{
	struct target_status *target = ARRAY_ADD(&status->targets);

	target->finding = FINDING_COUNT;
	target->failure = failure;
	assert_true(ip_address_parse(address, &target->place.address));
	target->place.address.port = 8443;
}

static const char *
text_of(const json_t *lines, size_t at, const char *key)
{
	const json_t *line = json_array_get(lines, at);
	const char *text = json_string_value(json_object_get(line, key));

	assert_non_null(text);
	return text;
}

static void
each_kind_of_failure_has_its_own_next_command(void **state)
{
	static const struct {
		enum failure failure;
		const char *finding, *command;
	} rows[] = {
	    {FAILURE_CONNECT_REFUSED, "connect-refused",
		"ss -ltnp 'sport = :8443'"},
	    {FAILURE_CONNECT_TIMEOUT, "connect-timeout",
		"traceroute -T -p 8443 a.test"},
	    {FAILURE_UNREACHABLE, "unreachable", "ip -6 route"},
	    {FAILURE_RESOLVE_NO_NAME, "resolve-failed", "dig +trace a.test"},
	    {FAILURE_HANDSHAKE_ALERT, "handshake-failed",
		"openssl s_client -connect 192.0.2.1:8443 -servername a.test "
		"-msg"},
	};
	static const struct render_style plain = {.width = 80};
	struct endpoint *endpoint = endpoint_of("a.test");

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct endpoint_status status;
		json_t *lines;

		endpoint_status_begin(&status, endpoint);
		add(&status, "192.0.2.1", rows[i].failure);
		lines = failure_lines(&status, &plain);
		assert_int_equal(json_array_size(lines), 1);
		assert_string_equal(
		    text_of(lines, 0, "finding"), rows[i].finding);
		if (strstr(text_of(lines, 0, "text"), rows[i].command) == NULL)
			fail_msg("'%s' is not in: %s", rows[i].command,
			    text_of(lines, 0, "text"));
		json_decref(lines);
		endpoint_status_clear(&status);
	}
	endpoint_unref(endpoint);
}

static void
each_finding_is_told_once_with_all_its_addresses(void **state)
{
	struct endpoint *endpoint = endpoint_of("a.test");
	struct endpoint_status status;
	const json_t *places;
	json_t *lines;

	(void)state;
	endpoint_status_begin(&status, endpoint);
	add(&status, "192.0.2.1", FAILURE_CONNECT_REFUSED);
	add(&status, "192.0.2.2", FAILURE_NONE);
	add(&status, "192.0.2.3", FAILURE_CONNECT_TIMEOUT);
	add(&status, "192.0.2.4", FAILURE_CONNECT_RESET);
	lines = failure_lines(&status, NULL);
	assert_int_equal(json_array_size(lines), 2);
	assert_string_equal(text_of(lines, 0, "finding"), "connect-refused");
	assert_string_equal(text_of(lines, 1, "finding"), "connect-timeout");
	places = json_object_get(json_array_get(lines, 0), "addresses");
	assert_int_equal(json_array_size(places), 2);
	assert_string_equal(text_of(places, 1, "address"), "192.0.2.4:8443");
	assert_string_equal(text_of(places, 1, "failure"), "connect-reset");
	assert_true(
	    json_is_null(json_object_get(json_array_get(lines, 0), "text")));
	json_decref(lines);
	endpoint_status_clear(&status);
	endpoint_unref(endpoint);
}

static void
where_all_was_seen_nothing_is_told(void **state)
{
	struct endpoint *endpoint = endpoint_of("a.test");
	struct endpoint_status status;
	json_t *lines;

	(void)state;
	endpoint_status_begin(&status, endpoint);
	add(&status, "192.0.2.1", FAILURE_NONE);
	lines = failure_lines(&status, NULL);
	assert_int_equal(json_array_size(lines), 0);
	json_decref(lines);
	endpoint_status_clear(&status);
	endpoint_unref(endpoint);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_of_failure_has_its_own_next_command),
	    cmocka_unit_test(each_finding_is_told_once_with_all_its_addresses),
	    cmocka_unit_test(where_all_was_seen_nothing_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
