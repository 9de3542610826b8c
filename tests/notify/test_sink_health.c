/* Failures in a row, and what is said of them. */
#include "notify/sink_health.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
a_long_failure_begins_once_and_ends_once(void **state)
{
	struct sink_health health = {0};

	assert_int_equal(sink_health_trouble(&health, 10, 0), SINK_SAME);
	assert_int_equal(sink_health_trouble(&health, 10, 1), SINK_SAME);
	assert_int_equal(sink_health_trouble(&health, 10, 2), SINK_SHAKY);
	assert_int_equal(
	    sink_health_trouble(&health, 10, SINK_FAILING_MS - 1), SINK_SAME);
	assert_int_equal(
	    sink_health_trouble(&health, 10, SINK_FAILING_MS), SINK_BEGAN);
	assert_int_equal(
	    sink_health_trouble(&health, 10, SINK_FAILING_MS + 9), SINK_SAME);
	assert_int_equal(sink_health_success(&health), SINK_ENDED);
	assert_int_equal(sink_health_success(&health), SINK_SAME);
}

static void
few_failures_are_no_news(void **state)
{
	struct sink_health health = {0};

	sink_health_trouble(&health, 10, 0);
	assert_int_equal(
	    sink_health_trouble(&health, 10, 2 * SINK_FAILING_MS), SINK_SAME);
	assert_int_equal(sink_health_success(&health), SINK_SAME);
}

static void
shaky_ones_are_back_at_the_first_success(void **state)
{
	struct sink_health health = {0};

	for (int i = 0; i < SINK_FAILING_LEAST; i++)
		sink_health_trouble(&health, 10, i);
	assert_int_equal(sink_health_success(&health), SINK_BACK);
}

static void
pauses_only_grow_until_a_success(void **state)
{
	struct sink_health health = {0};

	sink_health_trouble(&health, 1000, 0);
	assert_int_equal(health.paused_until_ms, 1000);
	sink_health_trouble(&health, 10, 1);
	assert_int_equal(health.paused_until_ms, 1000);
	sink_health_success(&health);
	assert_int_equal(health.paused_until_ms, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_long_failure_begins_once_and_ends_once),
	    cmocka_unit_test(few_failures_are_no_news),
	    cmocka_unit_test(shaky_ones_are_back_at_the_first_success),
	    cmocka_unit_test(pauses_only_grow_until_a_success),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
