/* How a fleet stands, as a monitoring plugin says it. */
#include "cli/status_nagios.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* 2026-01-01T00:00:00Z */
#define NOW INT64_C(1767225600)

#define ROW(id, state, finding) \
	"{\"id\":\"" id "\",\"state\":\"" state "\",\"finding\":" finding
#define NOTHING ",\"incidents\":[]}"
#define OPEN ",\"incidents\":[{\"hushed\":null}]}"
#define HUSHED ",\"incidents\":[{\"hushed\":\"silenced\"}]}"

static void
assert_output(
    const char *rows, const char *pattern, int code, const char *wanted)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(65536);
	json_error_t fault;
	json_t *list = json_loads(rows, 0, &fault);

	assert_non_null(list);
	assert_int_equal(status_nagios(&buf, list, pattern, NOW), code);
	assert_string_equal(strbuf_text(&buf), wanted);
	json_decref(list);
}

static void
a_fleet_that_is_well_is_ok_with_the_days_that_are_left(void **state)
{
	assert_output(
	    "[" ROW("a:1", "ok",
		"null") ",\"breaks_at\":\"2026-01-11T12:00:00Z\"" NOTHING
			"," ROW("b:1", "notice",
			    "\"root-included\"") ",\"breaks_at\":\"2026-03-"
						 "01T00:00:00Z\"" OPEN "]",
	    NULL, EXIT_CODE_OK,
	    "CHAINWATCH OK - 2 ok | critical=0;;;0; warning=0;;;0; ok=2;;;0; "
	    "unknown=0;;;0; quiet=0;;;0; days_left=10;;;;\n");
}

static void
the_worst_is_named_first_and_all_that_is_not_well_below(void **state)
{
	assert_output("[" ROW("a:1", "critical", "\"leaf-only\"") OPEN
	    "," ROW("b:1", "warning", "\"leaf-expiring\"") OPEN
	    "," ROW("c:1", "ok", "null") NOTHING "]",
	    NULL, EXIT_CODE_CRITICAL,
	    "CHAINWATCH CRITICAL - a:1: leaf-only; 1 critical, 1 warning, 1 ok "
	    "| critical=1;;;0; warning=1;;;0; ok=1;;;0; unknown=0;;;0; "
	    "quiet=0;;;0;\n"
	    "a:1: critical: leaf-only\n"
	    "b:1: warning: leaf-expiring\n");
}

static void
what_is_silenced_alarms_nobody_but_is_shown(void **state)
{
	assert_output("[" ROW("a:1", "critical", "\"leaf-only\"") HUSHED
	    "," ROW("b:1", "warning", "\"leaf-expiring\"") OPEN "]",
	    NULL, EXIT_CODE_WARNING,
	    "CHAINWATCH WARNING - b:1: leaf-expiring; 1 warning, 1 quiet "
	    "| critical=0;;;0; warning=1;;;0; ok=0;;;0; unknown=0;;;0; "
	    "quiet=1;;;0;\n"
	    "a:1: critical: leaf-only (silenced)\n"
	    "b:1: warning: leaf-expiring\n");
}

static void
one_open_incident_among_silenced_ones_alarms(void **state)
{
	assert_output(
	    "[" ROW("a:1", "critical",
		"\"leaf-only\"") ",\"incidents\":[{\"hushed\":\"silenced\"},"
				 "{\"hushed\":null}]}]",
	    NULL, EXIT_CODE_CRITICAL,
	    "CHAINWATCH CRITICAL - a:1: leaf-only; 1 critical "
	    "| critical=1;;;0; warning=0;;;0; ok=0;;;0; unknown=0;;;0; "
	    "quiet=0;;;0;\n"
	    "a:1: critical: leaf-only\n");
}

static void
a_fault_of_the_monitor_has_its_subject(void **state)
{
	assert_output(
	    "[{\"id\":\"monitor\",\"state\":\"critical\","
	    "\"finding\":\"sink-failing\",\"subject\":\"webhook ops\"}]",
	    NULL, EXIT_CODE_CRITICAL,
	    "CHAINWATCH CRITICAL - monitor: sink-failing webhook ops; 1 "
	    "critical "
	    "| critical=1;;;0; warning=0;;;0; ok=0;;;0; unknown=0;;;0; "
	    "quiet=0;;;0;\n"
	    "monitor: critical: sink-failing webhook ops\n");
}

static void
what_nobody_looked_at_yet_is_unknown(void **state)
{
	assert_output("[" ROW("a:1", "unknown", "null") NOTHING "]", NULL,
	    EXIT_CODE_UNKNOWN,
	    "CHAINWATCH UNKNOWN - 1 unknown | critical=0;;;0; warning=0;;;0; "
	    "ok=0;;;0; unknown=1;;;0; quiet=0;;;0;\n");
	assert_output("[" ROW("a:1", "unknown", "null") NOTHING
	    "," ROW("b:1", "ok", "null") NOTHING "]",
	    NULL, EXIT_CODE_OK,
	    "CHAINWATCH OK - 1 ok, 1 unknown | critical=0;;;0; warning=0;;;0; "
	    "ok=1;;;0; unknown=1;;;0; quiet=0;;;0;\n");
}

static void
no_row_at_all_is_unknown(void **state)
{
	assert_output("[]", NULL, EXIT_CODE_UNKNOWN,
	    "CHAINWATCH UNKNOWN - no endpoint is listed\n");
	assert_output("[]", "a|b\n", EXIT_CODE_UNKNOWN,
	    "CHAINWATCH UNKNOWN - no endpoint fits a/b\\x0a\n");
}

static void
names_bring_neither_lines_nor_performance_data(void **state)
{
	assert_output("[" ROW("a|x=1\\n\\u001b[31mb", "critical",
			  "\"leaf-only\"") OPEN "]",
	    NULL, EXIT_CODE_CRITICAL,
	    "CHAINWATCH CRITICAL - a/x=1\\x0a\\x1b[31mb: leaf-only; 1 critical "
	    "| critical=1;;;0; warning=0;;;0; ok=0;;;0; unknown=0;;;0; "
	    "quiet=0;;;0;\n"
	    "a/x=1\\x0a\\x1b[31mb: critical: leaf-only\n");
}

static void
a_line_each_but_not_for_thousands(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(65536);
	json_error_t fault;
	json_t *row =
	    json_loads(ROW("a:1", "critical", "\"leaf-only\"") OPEN, 0, &fault);
	json_t *list = json_array();
	size_t lines = 0;

	for (int i = 0; i < 1000; i++)
		json_array_append(list, row);
	assert_int_equal(
	    status_nagios(&buf, list, NULL, NOW), EXIT_CODE_CRITICAL);
	for (const char *at = strbuf_text(&buf); *at != '\0'; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 52);
	assert_non_null(strstr(strbuf_text(&buf), "and 950 more\n"));
	json_decref(list);
	json_decref(row);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_fleet_that_is_well_is_ok_with_the_days_that_are_left),
	    cmocka_unit_test(
		the_worst_is_named_first_and_all_that_is_not_well_below),
	    cmocka_unit_test(what_is_silenced_alarms_nobody_but_is_shown),
	    cmocka_unit_test(one_open_incident_among_silenced_ones_alarms),
	    cmocka_unit_test(a_fault_of_the_monitor_has_its_subject),
	    cmocka_unit_test(what_nobody_looked_at_yet_is_unknown),
	    cmocka_unit_test(no_row_at_all_is_unknown),
	    cmocka_unit_test(names_bring_neither_lines_nor_performance_data),
	    cmocka_unit_test(a_line_each_but_not_for_thousands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
