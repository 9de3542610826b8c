/* How endpoints stand, as a table. */
#include "cli/status_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* 2026-01-01T00:00:00Z */
#define NOW INT64_C(1767225600)

static void
assert_table(const char *rows, const char *wanted)
{
	struct strbuf buf = STRBUF_INIT(8192);
	const struct render_style style = {0};
	json_error_t fault;
	json_t *list = json_loads(rows, 0, &fault);

	assert_non_null(list);
	status_text(&buf, list, NOW, &style);
	assert_string_equal(strbuf_text(&buf), wanted);
	strbuf_clear(&buf);
	json_decref(list);
}

static void
a_fault_says_at_how_many_addresses(void **state)
{
	assert_table("[{\"id\":\"a.test:443\",\"state\":\"critical\","
		     "\"finding\":\"leaf-only\",\"breaks_at\":null,"
		     "\"last_look_at\":\"2025-12-31T23:59:40Z\","
		     "\"next_look_at\":\"2026-01-01T00:00:40Z\",\"addresses\":["
		     "{\"address\":\"192.0.2.1:443\",\"severity\":\"critical\","
		     "\"finding\":\"leaf-only\"},{\"finding\":null},{}]}]",
	    "STATE     ENDPOINT         WHAT                 BREAKS IN  LAST  "
	    "NEXT\n"
	    "critical  a.test:443       leaf-only at 1 of 3  -          20s   "
	    "40s\n"
	    "critical    192.0.2.1:443  leaf-only            -          -     "
	    "-\n");
}

static void
addresses_are_listed_where_they_differ(void **state)
{
	assert_table("[{\"id\":\"a:1\",\"state\":\"critical\","
		     "\"finding\":\"leaf-only\",\"addresses\":["
		     "{\"address\":\"1.1.1.1:1\",\"finding\":\"leaf-only\","
		     "\"severity\":\"critical\"},"
		     "{\"address\":\"2.2.2.2:1\",\"failure\":\"timeout\","
		     "\"finding\":\"leaf-only\"},"
		     "{\"address\":\"3.3.3.3:1\",\"finding\":\"root-included\","
		     "\"severity\":\"notice\"}]},"
		     /* alike: one row says it */
		     "{\"id\":\"b:1\",\"state\":\"critical\","
		     "\"finding\":\"leaf-only\",\"addresses\":["
		     "{\"finding\":\"leaf-only\"},{\"finding\":\"leaf-only\"}"
		     "]}]",
	    "STATE     ENDPOINT     WHAT                 BREAKS IN  LAST  "
	    "NEXT\n"
	    "critical  a:1          leaf-only at 2 of 3  -          -     -\n"
	    "critical    1.1.1.1:1  leaf-only            -          -     -\n"
	    "            2.2.2.2:1  timeout              -          -     -\n"
	    "critical  b:1          leaf-only            -          -     -\n");
}

static void
what_is_not_known_yet_is_said(void **state)
{
	assert_table("[{\"id\":\"a:1\",\"state\":\"unknown\","
		     "\"last_look_at\":null,\"addresses\":[]}]",
	    "STATE    ENDPOINT  WHAT               BREAKS IN  LAST  NEXT\n"
	    "unknown  a:1       not looked at yet  -          -     -\n");
	assert_table("[]", "no endpoint is watched, or none that fits\n");
}

static void
many_of_them_are_counted(void **state)
{
	json_t *rows = json_pack("[{s:s,s:s,s:[{}]}]", "id", "a:1", "state",
	    "critical", "addresses");
	struct strbuf buf = STRBUF_INIT(8192);
	const struct render_style style = {0};
	const char *text, *line;
	size_t lines = 0;

	for (int i = 0; i < 9; i++)
		json_array_append_new(
		    json_object_get(json_array_get(rows, 0), "addresses"),
		    json_pack("{s:s}", "failure", "timeout"));
	status_text(&buf, rows, NOW, &style);
	text = strbuf_text(&buf);
	for (line = text; (line = strchr(line, '\n')) != NULL; line++)
		lines++;
	assert_int_equal(lines, 1 + 1 + 6 + 1);
	assert_non_null(strstr(text, "  and 3 more "));
	strbuf_clear(&buf);
	json_decref(rows);
}

static void
spans_are_as_short_as_they_say_enough(void **state)
{
	assert_table(
	    "[{\"id\":\"a:1\",\"state\":\"ok\",\"addresses\":[{},{}],"
	    "\"breaks_at\":\"2026-03-31T00:00:00Z\","
	    "\"last_look_at\":\"2025-12-31T23:50:00Z\","
	    "\"next_look_at\":\"2025-12-31T23:00:00Z\"},"
	    "{\"id\":\"b:1\",\"state\":\"unknown\",\"addresses\":[],"
	    "\"breaks_at\":\"2026-01-01T20:00:00Z\",\"next_look_at\":null}]",
	    "STATE    ENDPOINT  WHAT               BREAKS IN  LAST  NEXT\n"
	    "ok       a:1       2 addresses        89d        10m   now\n"
	    "unknown  b:1       not looked at yet  20h        -     -\n");
}

static void
what_cannot_be_reached_says_how(void **state)
{
	assert_table("[{\"id\":\"a:1\",\"state\":\"ok\",\"addresses\":["
		     "{\"failure\":\"connect-refused\"}]}]",
	    "STATE  ENDPOINT  WHAT             BREAKS IN  LAST  NEXT\n"
	    "ok     a:1       connect-refused  -          -     -\n");
	/* told of already, and at one of several */
	assert_table("[{\"id\":\"a:1\",\"state\":\"critical\","
		     "\"finding\":\"timeout\",\"addresses\":["
		     "{\"address\":\"x\",\"failure\":\"timeout\"},{}]}]",
	    "STATE     ENDPOINT  WHAT               BREAKS IN  LAST  NEXT\n"
	    "critical  a:1       timeout at 1 of 2  -          -     -\n"
	    "            x       timeout            -          -     -\n");
}

static void
foreign_text_cannot_move_the_cursor(void **state)
{
	assert_table("[{\"id\":\"a\\u001b[31m:1\",\"state\":\"ok\","
		     "\"addresses\":[]}]",
	    "STATE  ENDPOINT     WHAT  BREAKS IN  LAST  NEXT\n"
	    "ok     a\\x1b[31m:1  -     -          -     -\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_fault_says_at_how_many_addresses),
	    cmocka_unit_test(addresses_are_listed_where_they_differ),
	    cmocka_unit_test(what_is_not_known_yet_is_said),
	    cmocka_unit_test(many_of_them_are_counted),
	    cmocka_unit_test(spans_are_as_short_as_they_say_enough),
	    cmocka_unit_test(what_cannot_be_reached_says_how),
	    cmocka_unit_test(foreign_text_cannot_move_the_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
