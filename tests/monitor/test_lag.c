/* Lateness: said once, and once more when it is over. */
#include "monitor/lag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
keeps_the_last_and_the_worst(void **state)
{
	struct lag lag = {.late_ms = 1000};

	lag_note(&lag, 300, 0);
	lag_note(&lag, 20, 0);
	assert_int_equal(lag.last_ms, 20);
	assert_int_equal(lag.worst_ms, 300);
	lag_note(&lag, -5, 0); /* a timer's rounding */
	assert_int_equal(lag.last_ms, 0);
}

static void
begins_once_at_the_limit(void **state)
{
	struct lag lag = {.late_ms = 1000};

	assert_int_equal(lag_note(&lag, 999, 0), LAG_SAME);
	assert_int_equal(lag_note(&lag, 1000, 1), LAG_BEGAN);
	assert_int_equal(lag_note(&lag, 5000, 2), LAG_SAME);
}

static void
ends_after_a_minute_well_below_the_limit(void **state)
{
	struct lag lag = {.late_ms = 1000};

	lag_note(&lag, 2000, 0);
	assert_int_equal(lag_note(&lag, 499, LAG_CALM_MS - 1), LAG_SAME);
	assert_int_equal(lag_note(&lag, 499, LAG_CALM_MS), LAG_ENDED);
	assert_int_equal(lag_note(&lag, 499, LAG_CALM_MS + 1), LAG_SAME);
}

static void
a_relapse_starts_the_minute_again(void **state)
{
	struct lag lag = {.late_ms = 1000};

	lag_note(&lag, 2000, 0);
	lag_note(&lag, 500, LAG_CALM_MS - 1);
	assert_int_equal(lag_note(&lag, 0, LAG_CALM_MS), LAG_SAME);
	assert_int_equal(lag_note(&lag, 0, 2 * LAG_CALM_MS - 1), LAG_ENDED);
}

static void
without_a_limit_it_is_only_measured(void **state)
{
	struct lag lag = {0};

	assert_int_equal(lag_note(&lag, 1000000, 0), LAG_SAME);
	assert_int_equal(lag.worst_ms, 1000000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keeps_the_last_and_the_worst),
	    cmocka_unit_test(begins_once_at_the_limit),
	    cmocka_unit_test(ends_after_a_minute_well_below_the_limit),
	    cmocka_unit_test(a_relapse_starts_the_minute_again),
	    cmocka_unit_test(without_a_limit_it_is_only_measured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
