/* The reasons to be quiet have names. */
#include "model/hush.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
each_reason_has_a_name_of_its_own(void **state)
{
	int value;

	(void)state;
	for (int i = 0; i < HUSH_COUNT; i++) {
		assert_true(
		    names_find(&hush_names, hush_text((enum hush)i), &value));
		assert_int_equal(value, i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_reason_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests_name("hush", tests, NULL, NULL);
}
