/* Names of enum values in both directions. */
#include "base/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const table[] = {[0] = "zero", [1] = "one", [3] = "three"};
static const struct names names = NAMES_INIT(table);

static void
each_name_finds_its_value_and_back(void **state)
{
	for (int i = 0; i < 4; i++) {
		int value = -1;

		if (table[i] == NULL)
			continue;
		assert_string_equal(names_text(&names, i), table[i]);
		assert_true(names_find(&names, table[i], &value));
		assert_int_equal(value, i);
	}
}

static void
a_value_without_a_name_is_a_question_mark(void **state)
{
	assert_string_equal(names_text(&names, 2), "?");
	assert_string_equal(names_text(&names, 4), "?");
	assert_string_equal(names_text(&names, -1), "?");
}

static void
other_words_are_not_found(void **state)
{
	static const char *const rows[] = {"", "Zero", "zer", "zeros", "?"};
	int value = 7;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_false(names_find(&names, rows[i], &value));
	assert_int_equal(value, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_name_finds_its_value_and_back),
	    cmocka_unit_test(a_value_without_a_name_is_a_question_mark),
	    cmocka_unit_test(other_words_are_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
