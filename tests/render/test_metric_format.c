/* Which format an Accept header asks for. */
#include "render/metric_format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void
prometheus_gets_openmetrics(UNUSED void **state)
{
	assert_int_equal(
	    metric_format_of(
		"application/openmetrics-text;version=1.0.0,"
		"application/openmetrics-text;version=0.0.1;q=0.75,"
		"text/plain;version=0.0.4;q=0.5,*/*;q=0.1"),
	    METRIC_FORMAT_OPEN);
}

static void
who_says_nothing_gets_the_text_format(UNUSED void **state)
{
	assert_int_equal(metric_format_of(NULL), METRIC_FORMAT_TEXT);
	assert_int_equal(metric_format_of(""), METRIC_FORMAT_TEXT);
	assert_int_equal(metric_format_of("*/*"), METRIC_FORMAT_TEXT);
	assert_int_equal(
	    metric_format_of("text/html,application/xhtml+xml,*/*;q=0.8"),
	    METRIC_FORMAT_TEXT);
}

static void
the_greater_q_wins(UNUSED void **state)
{
	assert_int_equal(
	    metric_format_of("application/openmetrics-text;q=0.3, text/plain"),
	    METRIC_FORMAT_TEXT);
	assert_int_equal(
	    metric_format_of("text/plain;q=0.299 , "
			     "Application/OpenMetrics-Text; q=0.3"),
	    METRIC_FORMAT_OPEN);
}

static void
a_version_that_is_not_spoken_is_not_taken(UNUSED void **state)
{
	assert_int_equal(
	    metric_format_of("application/openmetrics-text;version=2.0.0"),
	    METRIC_FORMAT_TEXT);
}

static void
what_is_refused_is_not_sent(UNUSED void **state)
{
	assert_int_equal(
	    metric_format_of(
		"application/openmetrics-text;q=0,text/plain;q=0.1"),
	    METRIC_FORMAT_TEXT);
}

static void
nonsense_asks_for_nothing(UNUSED void **state)
{
	static const char *const headers[] = {",,,;;;",
	    ";q=", "application/openmetrics-text;q=",
	    "application/openmetrics-text;q=x",
	    "application/openmetrics-text;q=2",
	    "application/openmetrics-text;q=0x", "application/openmetrics-tex",
	    "q=1;application/openmetrics-text", "\t \t"};

	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
		assert_int_equal(
		    metric_format_of(headers[i]), METRIC_FORMAT_TEXT);
}

static void
content_types_name_format_and_version(UNUSED void **state)
{
	assert_string_equal(metric_format_type(METRIC_FORMAT_TEXT),
	    "text/plain; version=0.0.4; charset=utf-8");
	assert_string_equal(metric_format_type(METRIC_FORMAT_OPEN),
	    "application/openmetrics-text; version=1.0.0; charset=utf-8");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(prometheus_gets_openmetrics),
	    cmocka_unit_test(who_says_nothing_gets_the_text_format),
	    cmocka_unit_test(the_greater_q_wins),
	    cmocka_unit_test(a_version_that_is_not_spoken_is_not_taken),
	    cmocka_unit_test(what_is_refused_is_not_sent),
	    cmocka_unit_test(nonsense_asks_for_nothing),
	    cmocka_unit_test(content_types_name_format_and_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
