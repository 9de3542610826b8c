/* Numbers for events: reserved, and going on from the clock. */
#include "monitor/numbering.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NOW_MS 1795262400000

static void
give(struct numbering *numbering, size_t count)
{
	struct batch batch = {0};

	for (size_t i = 0; i < count; i++)
		*ARRAY_ADD(&batch.events) = event_new(EVENT_CHAIN_CHANGED, 0);
	numbering_give(numbering, &batch);
	for (size_t i = 1; i < count; i++)
		assert_int_equal(batch.events.items[i]->sequence,
		    batch.events.items[i - 1]->sequence + 1);
	batch_clear(&batch);
}

static void
a_reserve_is_asked_for_before_the_last_one_ends(void **state)
{
	struct numbering numbering = {
	    .last_sequence = 7,
	    .reserved = 7 + NUMBERING_RESERVE,
	    .asked = 7 + NUMBERING_RESERVE,
	};
	uint64_t up_to;
	size_t given = 0;

	(void)state;
	assert_int_equal(numbering_ask(&numbering), 0);
	for (up_to = 0; up_to == 0; given++) {
		give(&numbering, 1);
		up_to = numbering_ask(&numbering);
		assert_true(given < NUMBERING_RESERVE);
	}
	assert_true(numbering.last_sequence + NUMBERING_RESERVE / 3 <
	    numbering.reserved);
	assert_int_equal(up_to, numbering.last_sequence + NUMBERING_RESERVE);
	/* Once, while it is on its way. */
	assert_int_equal(numbering_ask(&numbering), 0);
	numbering_reserved(&numbering, up_to);
	assert_int_equal(numbering.reserved, up_to);
}

static void
one_that_was_not_written_is_asked_for_again(void **state)
{
	struct numbering numbering = {0};
	uint64_t up_to = numbering_ask(&numbering);

	(void)state;
	assert_int_equal(up_to, NUMBERING_RESERVE);
	numbering_forget(&numbering);
	assert_int_equal(numbering_ask(&numbering), up_to);
}

static void
within_the_reserve_nothing_leaps(void **state)
{
	struct numbering numbering = {.last_sequence = 3, .reserved = 5};

	(void)state;
	assert_false(numbering_leap(&numbering, 2, NOW_MS));
	give(&numbering, 2);
	assert_int_equal(numbering.last_sequence, 5);
}

static void
beyond_it_numbers_go_on_from_the_clock(void **state)
{
	struct numbering numbering = {.last_sequence = 3, .reserved = 5};

	(void)state;
	assert_true(numbering_leap(&numbering, 3, NOW_MS));
	give(&numbering, 3);
	assert_int_equal(numbering.last_sequence, NOW_MS + 3);
	/* And are not taken from it for each. */
	assert_false(numbering_leap(&numbering, 1, NOW_MS + 1000));
	assert_true(numbering.asked > NOW_MS);
}

static void
a_clock_that_was_set_back_takes_nothing_back(void **state)
{
	struct numbering numbering = {
	    .last_sequence = NOW_MS + 9, .reserved = NOW_MS + 9};

	(void)state;
	assert_true(numbering_leap(&numbering, 1, NOW_MS));
	give(&numbering, 1);
	assert_int_equal(numbering.last_sequence, NOW_MS + 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_reserve_is_asked_for_before_the_last_one_ends),
	    cmocka_unit_test(one_that_was_not_written_is_asked_for_again),
	    cmocka_unit_test(within_the_reserve_nothing_leaps),
	    cmocka_unit_test(beyond_it_numbers_go_on_from_the_clock),
	    cmocka_unit_test(a_clock_that_was_set_back_takes_nothing_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
