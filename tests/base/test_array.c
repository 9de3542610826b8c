/* The growable array: slots, order, removal, walking. */
#include "base/array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct pair {
	int key;
	char *value;
};

static void
added_slots_are_zeroed_and_keep_their_order(void **state)
{
	ARRAY(struct pair) pairs = {0};

	for (int i = 0; i < 1000; i++) {
		struct pair *slot = ARRAY_ADD(&pairs);

		assert_null(slot->value);
		assert_int_equal(slot->key, 0);
		slot->key = i;
	}
	assert_int_equal(pairs.len, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(pairs.items[i].key, i);
	ARRAY_CLEAR(&pairs);
	assert_null(pairs.items);
	assert_int_equal(pairs.len, 0);
}

static void
a_slot_used_again_is_zeroed_again(void **state)
{
	ARRAY(int) numbers = {0};

	*ARRAY_ADD(&numbers) = 7;
	ARRAY_REMOVE(&numbers, 0);
	assert_int_equal(*ARRAY_ADD(&numbers), 0);
	ARRAY_CLEAR(&numbers);
}

static void
removal_keeps_the_order_of_the_rest(void **state)
{
	ARRAY(int) numbers = {0};

	for (int i = 0; i < 5; i++)
		*ARRAY_ADD(&numbers) = i;
	ARRAY_REMOVE(&numbers, 4);
	ARRAY_REMOVE(&numbers, 0);
	ARRAY_REMOVE(&numbers, 1);
	assert_int_equal(numbers.len, 2);
	assert_int_equal(numbers.items[0], 1);
	assert_int_equal(numbers.items[1], 3);
	ARRAY_CLEAR(&numbers);
}

static void
reserving_holds_and_never_shrinks(void **state)
{
	ARRAY(uint64_t) numbers = {0};
	uint64_t *first;

	ARRAY_RESERVE(&numbers, 100);
	assert_true(numbers.cap >= 100);
	assert_int_equal(numbers.len, 0);
	first = numbers.items;
	for (int i = 0; i < 100; i++)
		*ARRAY_ADD(&numbers) = 1;
	assert_ptr_equal(numbers.items, first);
	ARRAY_RESERVE(&numbers, 1);
	assert_true(numbers.cap >= 100);
	ARRAY_CLEAR(&numbers);
}

static void
walking_an_empty_array_does_nothing(void **state)
{
	ARRAY(int) numbers = {0};
	int seen = 0, sum = 0;

	ARRAY_EACH (n, &numbers)
		seen += *n + 1;
	assert_int_equal(seen, 0);
	for (int i = 1; i <= 4; i++)
		*ARRAY_ADD(&numbers) = i;
	ARRAY_EACH (n, &numbers)
		sum += *n;
	assert_int_equal(sum, 10);
	ARRAY_CLEAR(&numbers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(added_slots_are_zeroed_and_keep_their_order),
	    cmocka_unit_test(a_slot_used_again_is_zeroed_again),
	    cmocka_unit_test(removal_keeps_the_order_of_the_rest),
	    cmocka_unit_test(reserving_holds_and_never_shrinks),
	    cmocka_unit_test(walking_an_empty_array_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
