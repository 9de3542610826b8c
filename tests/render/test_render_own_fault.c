/* A fault of the monitor's own among the rows of status. */
#include "render/render_own_fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cleanup.h"

static const char *
member(const json_t *row, const char *key)
{
	return json_string_value(json_object_get(row, key));
}

static void
it_is_a_row_that_is_no_endpoint(UNUSED void **state)
{
	const struct monitor_fault fault = {
	    .finding = FINDING_SINK_FAILING,
	    .subject = (char *)"ops",
	    .severity = SEVERITY_CRITICAL,
	    .since = 1767225600,
	    .text = (char *)"webhook ops takes no events",
	};
	json_t *row = render_own_fault(&fault);

	assert_string_equal(member(row, "id"), "(chainwatchd)");
	assert_string_equal(member(row, "state"), "critical");
	assert_string_equal(member(row, "finding"), "sink-failing");
	assert_string_equal(member(row, "subject"), "ops");
	assert_string_equal(member(row, "since"), "2026-01-01T00:00:00Z");
	assert_string_equal(member(row, "text"), "webhook ops takes no events");
	assert_int_equal(json_array_size(json_object_get(row, "addresses")), 0);
	json_decref(row);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_a_row_that_is_no_endpoint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
