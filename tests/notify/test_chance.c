/* Numbers that spread waits: all over their range, and again by seed. */
#include "notify/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
a_seed_gives_its_numbers_again(void **state)
{
	struct chance a, b, other;
	unsigned same = 0;

	chance_init(&a, 7);
	chance_init(&b, 7);
	chance_init(&other, 8);
	for (int i = 0; i < 100; i++) {
		uint32_t number = chance_next(&a);

		assert_int_equal(number, chance_next(&b));
		same += number == chance_next(&other);
	}
	assert_true(same < 3);
}

static void
numbers_fall_into_every_part_of_the_range(void **state)
{
	struct chance chance;
	unsigned in_part[8] = {0};

	chance_init(&chance, 1);
	for (int i = 0; i < 8000; i++)
		in_part[chance_next(&chance) >> 29]++;
	for (int i = 0; i < 8; i++)
		assert_in_range(in_part[i], 850, 1150);
}

static void
without_a_seed_no_two_are_alike(void **state)
{
	struct chance a, b;

	chance_init(&a, 0);
	chance_init(&b, 0);
	assert_true(a.state != b.state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_seed_gives_its_numbers_again),
	    cmocka_unit_test(numbers_fall_into_every_part_of_the_range),
	    cmocka_unit_test(without_a_seed_no_two_are_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
