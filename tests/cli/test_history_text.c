/* What was, as lines for people. */
#include "cli/history_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
assert_line(const char *entry, bool has_endpoint, const char *wanted)
{
	struct strbuf buf = STRBUF_INIT(8192);
	const struct render_style style = {.width = 80};
	json_t *object = json_loads(entry, 0, NULL);

	assert_non_null(object);
	history_text(&buf, object, has_endpoint, &style);
	assert_string_equal(strbuf_text(&buf), wanted);
	strbuf_clear(&buf);
	json_decref(object);
}

#define LEAF \
	"{\"fingerprint_sha256\":\"0a1b2c3d4e5f\",\"label\":\"a.test\"," \
	"\"issuer\":\"R11\",\"not_after\":\"2027-02-18T10:00:00Z\"}"

static void
a_renewal_says_with_how_much_left(void **state)
{
	assert_line(
	    "{\"type\":\"chain\",\"endpoint\":\"a.test:443\",\"address\":"
	    "\"192.0.2.1:443\",\"variant\":\"rsa\",\"from\":"
	    "\"2026-11-20T13:02:11Z\",\"to\":\"2026-11-21T00:00:00Z\","
	    "\"change\":\"renewed\",\"left_s\":2419200,\"leaf\":" LEAF
	    ",\"before\":" LEAF "}",
	    true,
	    "2026-11-20 13:02  a.test:443 at 192.0.2.1:443 (RSA): renewed with "
	    "28 days left:\n"
	    "                  a.test by R11 (0a1b2c3d), valid until "
	    "2027-02-18, in place of\n"
	    "                  a.test by R11 (0a1b2c3d); shown until "
	    "2026-11-21 00:00\n");
}

static void
a_file_is_named_once(void **state)
{
	assert_line("{\"type\":\"chain\",\"endpoint\":\"/etc/ssl/a.pem\","
		    "\"address\":\"/etc/ssl/a.pem\",\"from\":"
		    "\"2026-11-20T13:02:11Z\",\"to\":null,\"change\":\"first\","
		    "\"leaf\":" LEAF "}",
	    true,
	    "2026-11-20 13:02  /etc/ssl/a.pem: shows a.test by R11 (0a1b2c3d), "
	    "valid until\n"
	    "                  2027-02-18\n");
}

static void
one_that_came_too_late_says_so(void **state)
{
	assert_line(
	    "{\"type\":\"chain\",\"address\":\"192.0.2.1:443\",\"from\":"
	    "\"2026-11-20T13:02:11Z\",\"to\":null,\"change\":\"renewed\","
	    "\"left_s\":-7200,\"leaf\":{}}",
	    false,
	    "2026-11-20 13:02  192.0.2.1:443: renewed after the old one had "
	    "ended for 2\n"
	    "                  hours: a certificate that is not kept\n");
}

static void
an_incident_says_for_how_long_and_for_whom(void **state)
{
	assert_line("{\"type\":\"incident\",\"severity\":\"critical\","
		    "\"finding\":\"expired\",\"from\":\"2026-11-20T13:02:11Z\","
		    "\"to\":\"2026-11-20T15:02:11Z\",\"duration_s\":7200,"
		    "\"endpoints\":[\"a.test:443\",\"b.test:443\"],"
		    "\"endpoint_count\":400}",
	    false,
	    "2026-11-20 13:02  critical expired, for 2 hours, until 2026-11-20 "
	    "15:02: 400\n"
	    "                  endpoints: a.test:443, b.test:443 and 398 "
	    "more\n");
	assert_line("{\"type\":\"incident\",\"severity\":\"critical\","
		    "\"finding\":\"expired\",\"from\":\"2026-11-20T13:02:11Z\","
		    "\"to\":null,\"duration_s\":null,\"hushed\":{\"reason\":"
		    "\"silenced\",\"words\":\"by ann\"},\"acknowledged\":"
		    "{\"author\":\"bob\",\"at\":\"2026-11-20T14:00:00Z\","
		    "\"until\":null,\"reason\":\"on it\"},"
		    "\"endpoints\":[\"a.test:443\"],\"endpoint_count\":1}",
	    true,
	    "2026-11-20 13:02  critical expired, still open, not told: "
	    "silenced, by "
	    "ann,\n"
	    "                  acknowledged by bob at 2026-11-20 14:00 (on "
	    "it): "
	    "a.test:443\n");
}

static void
what_a_certificate_says_obeys_no_terminal(void **state)
{
	assert_line(
	    "{\"type\":\"chain\",\"address\":\"192.0.2.1:443\",\"from\":"
	    "\"2026-11-20T13:02:11Z\",\"change\":\"first\",\"leaf\":"
	    "{\"label\":\"\\u001b[2Jx\",\"issuer\":\"\\u202eR\"}}",
	    false,
	    "2026-11-20 13:02  192.0.2.1:443: shows \\x1b[2Jx by "
	    "\\u{202e}R\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_renewal_says_with_how_much_left),
	    cmocka_unit_test(a_file_is_named_once),
	    cmocka_unit_test(one_that_came_too_late_says_so),
	    cmocka_unit_test(an_incident_says_for_how_long_and_for_whom),
	    cmocka_unit_test(what_a_certificate_says_obeys_no_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
