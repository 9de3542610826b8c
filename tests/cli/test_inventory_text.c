/* Certificates as a table. */
#include "cli/inventory_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* 2026-01-01T00:00:00Z */
#define NOW INT64_C(1767225600)

static void
assert_table_of(
    unsigned width, const char *entry, bool is_verbose, const char *wanted)
{
	struct strbuf buf = STRBUF_INIT(65536);
	const struct render_style style = {
	    .width = width, .is_verbose = is_verbose};
	json_t *object = json_loads(entry, 0, NULL);

	assert_non_null(object);
	inventory_text(&buf, object, NOW, &style);
	assert_string_equal(strbuf_text(&buf), wanted);
	strbuf_clear(&buf);
	json_decref(object);
}

static void
assert_table(const char *entry, bool is_verbose, const char *wanted)
{
	assert_table_of(80, entry, is_verbose, wanted);
}

/* In a pipe. */
static void
without_a_width_nothing_is_cut(void **state)
{
	assert_table_of(0,
	    "{\"not_after\":\"2026-01-11T00:00:00Z\",\"use\":\"own\","
	    "\"label\":\"a-name-that-is-rather-long.example.test\","
	    "\"issuer_label\":\"R11\",\"endpoint_count\":400,"
	    "\"endpoints\":[\"another-long-name-of-a-server.test:443\"]}",
	    false,
	    "2026-01-11  10d    own     a-name-that-is-rather-long.example.test"
	    "  R11             "
	    "400: another-long-name-of-a-server.test:443\n");
}

static void
a_certificate_is_a_line_that_fits(void **state)
{
	assert_table("{\"not_after\":\"2026-01-11T00:00:00Z\",\"use\":\"own\","
		     "\"label\":\"a-name-that-is-rather-long.example.test\","
		     "\"issuer_label\":\"R11\",\"endpoint_count\":400,"
		     "\"endpoints\":[\"another-long-name.test:443\"]}",
	    false,
	    "2026-01-11  10d    own     a-name-that-is...  R11             "
	    "400: another-lo...\n");
	assert_table("{\"not_after\":\"2025-12-30T00:00:00Z\",\"use\":"
		     "\"unused\",\"label\":\"a.test\",\"issuer_label\":\"R11\","
		     "\"endpoint_count\":0,\"ended\":\"2025-12-01T00:00:00Z\"}",
	    false,
	    "2025-12-30  -2d    unused  a.test             R11             "
	    "until 2025-12-01\n");
}

static void
what_is_odd_about_its_names_stands_below(void **state)
{
	assert_table("{\"not_after\":\"2026-01-11T00:00:00Z\",\"use\":\"own\","
		     "\"label\":\"a.test\",\"issuer_label\":\"R11\","
		     "\"unwatched\":[\"b.test\",\"c.test\"],\"unresolved\":"
		     "[\"c.test\"],\"elsewhere\":[{\"name\":\"d.test\"}]}",
	    false,
	    "2026-01-11  10d    own     a.test             R11             \n"
	    "  no endpoint watches: b.test, c.test\n"
	    "  DNS has no address for: c.test\n"
	    "  leads elsewhere: d.test\n");
}

static void
names_of_strangers_obey_no_terminal(void **state)
{
	assert_table("{\"not_after\":\"2026-01-11T00:00:00Z\",\"use\":\"own\","
		     "\"label\":\"\\u001b[2J\",\"issuer_label\":\"\\u202e\","
		     "\"unwatched\":[\"\\u0007\"]}",
	    false,
	    "2026-01-11  10d    own     \\x1b[2J            "
	    "\\u{202e}        \n"
	    "  no endpoint watches: \\x07\n");
}

static void
verbose_tells_all_of_it(void **state)
{
	assert_table("{\"not_after\":\"2026-01-11T00:00:00Z\",\"use\":\"own\","
		     "\"label\":\"a.test\",\"issuer_label\":\"R11\","
		     "\"subject\":\"CN=a.test\",\"serial\":\"0a\","
		     "\"names\":{\"dns\":[\"a.test\"]},\"served_count\":3,"
		     "\"served\":[{\"endpoint\":\"a.test:443\",\"address\":"
		     "\"192.0.2.1:443\",\"variant\":\"rsa\",\"since\":"
		     "\"2025-12-30T00:00:00Z\"}]}",
	    true,
	    "2026-01-11  10d    own     a.test             R11             \n"
	    "  subject CN=a.test\n"
	    "  serial 0a\n"
	    "  valid until 2026-01-11T00:00:00Z\n"
	    "  names: a.test\n"
	    "  served by a.test:443 at 192.0.2.1:443 (RSA) since 2025-12-30 "
	    "and at 2 more\n"
	    "    places\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_width_nothing_is_cut),
	    cmocka_unit_test(a_certificate_is_a_line_that_fits),
	    cmocka_unit_test(what_is_odd_about_its_names_stands_below),
	    cmocka_unit_test(names_of_strangers_obey_no_terminal),
	    cmocka_unit_test(verbose_tells_all_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
