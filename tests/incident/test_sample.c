/* The newest looks of a fleet, one of each target. */
#include "incident/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void
note(struct sample *sample, uint64_t target, int64_t at, bool is_bad)
{
	const struct sample_look look = {
	    .target = target,
	    .endpoint = target / 2,
	    .address = target,
	    .network = target / 4,
	    .at = at,
	    .is_bad = is_bad,
	};

	sample_note(sample, &look);
}

static void
a_target_is_in_it_once(UNUSED void **state)
{
	struct sample sample = {0};

	note(&sample, 1, 10, true);
	note(&sample, 2, 20, false);
	note(&sample, 1, 30, false);
	assert_int_equal(sample.len, 2);
	assert_int_equal(sample.looks[0].target, 2);
	assert_int_equal(sample.looks[1].target, 1);
	assert_false(sample.looks[1].is_bad);
}

static void
the_oldest_goes(UNUSED void **state)
{
	struct sample sample = {0};

	for (uint64_t i = 0; i <= SAMPLE_MAX; i++)
		note(&sample, i, (int64_t)i, true);
	assert_int_equal(sample.len, SAMPLE_MAX);
	assert_int_equal(sample.looks[0].target, 1);
	assert_int_equal(sample.looks[SAMPLE_MAX - 1].target, SAMPLE_MAX);
}

static void
distinct_ones_of_the_bad_are_counted(UNUSED void **state)
{
	struct sample sample = {0};
	struct sample_count count;

	for (uint64_t i = 0; i < 8; i++)
		note(&sample, i, (int64_t)i, i != 7);
	count = sample_since(&sample, 0);
	assert_int_equal(count.looks, 8);
	assert_int_equal(count.bad, 7);
	assert_int_equal(count.addresses, 7);
	assert_int_equal(count.endpoints, 4);
	assert_int_equal(count.networks, 2);
	assert_int_equal(count.since, 0);
}

static void
only_what_is_as_new_counts(UNUSED void **state)
{
	struct sample sample = {0};
	struct sample_count count;

	note(&sample, 1, 10, true);
	note(&sample, 2, 20, true);
	note(&sample, 3, 30, false);
	count = sample_since(&sample, 20);
	assert_int_equal(count.looks, 2);
	assert_int_equal(count.bad, 1);
	assert_int_equal(count.since, 20);
	sample_clear(&sample);
	assert_int_equal(sample_since(&sample, 0).looks, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_target_is_in_it_once),
	    cmocka_unit_test(the_oldest_goes),
	    cmocka_unit_test(distinct_ones_of_the_bad_are_counted),
	    cmocka_unit_test(only_what_is_as_new_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
