/* Durations in buckets. */
#include "base/histogram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void
a_duration_counts_where_it_still_fits(UNUSED void **state)
{
	struct histogram histogram = {0};

	histogram_note_us(&histogram, 0);
	histogram_note_us(&histogram, 100);
	histogram_note_us(&histogram, 101);
	assert_int_equal(histogram.counts[0], 2);
	assert_int_equal(histogram.counts[1], 1);
	assert_int_equal(histogram.total, 3);
	assert_int_equal(histogram.sum_us, 201);
}

static void
what_is_longer_than_all_bounds_counts_last(UNUSED void **state)
{
	struct histogram histogram = {0};

	histogram_note_ms(&histogram, 30000);
	histogram_note_ms(&histogram, 30001);
	assert_int_equal(histogram.counts[HISTOGRAM_BUCKETS - 1], 1);
	assert_int_equal(histogram.counts[HISTOGRAM_BUCKETS], 1);
}

static void
what_was_not_measured_is_not_counted(UNUSED void **state)
{
	struct histogram histogram = {0};

	histogram_note_ms(&histogram, -1);
	histogram_note_us(&histogram, -1);
	assert_int_equal(histogram.total, 0);
	assert_int_equal(histogram.sum_us, 0);
}

static void
bounds_rise(UNUSED void **state)
{
	for (size_t i = 1; i < HISTOGRAM_BUCKETS; i++)
		assert_true(
		    histogram_bounds_us[i] > histogram_bounds_us[i - 1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_duration_counts_where_it_still_fits),
	    cmocka_unit_test(what_is_longer_than_all_bounds_counts_last),
	    cmocka_unit_test(what_was_not_measured_is_not_counted),
	    cmocka_unit_test(bounds_rise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
