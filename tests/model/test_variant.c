/* The ways a server is asked: their names. */
#include "model/variant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
each_has_a_name_of_its_own_that_is_found_again(void **state)
{
	for (int i = 0; i < VARIANT_COUNT; i++) {
		int value = -1;

		assert_true(names_find(
		    &variant_names, variant_text((enum variant)i), &value));
		assert_int_equal(value, i);
	}
	assert_int_equal(variant_names.count, VARIANT_COUNT);
}

static void
the_usual_one_is_first_and_needs_no_words(void **state)
{
	assert_int_equal(VARIANT_USUAL, 0);
	assert_string_equal(variant_words(VARIANT_USUAL), "");
	for (int i = VARIANT_USUAL + 1; i < VARIANT_COUNT; i++)
		assert_true(strlen(variant_words((enum variant)i)) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_has_a_name_of_its_own_that_is_found_again),
	    cmocka_unit_test(the_usual_one_is_first_and_needs_no_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
