/* n of m. */
#include "incident/confirm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Looks as text, oldest first: x failed, . reached. */
static unsigned
failed(const char *looks, unsigned window)
{
	uint64_t history = 0;
	uint8_t count = 0;

	for (; *looks != '\0'; looks++)
		confirm_add(&history, &count, *looks == '.');
	return confirm_failed(history, count, window);
}

static void
counts_the_newest_looks_only(void **state)
{
	static const struct {
		const char *looks;
		unsigned window, failed;
	} rows[] = {
	    {"", 5, 0},
	    {"x", 5, 1},
	    {"xx", 5, 2},
	    {"xxx", 5, 3},
	    {"x.x.x", 5, 3},
	    {"xxx..", 5, 3},
	    {"xxx...", 5, 2},
	    {"xxxxx.....", 5, 0},
	    {"xxxxx.....x", 1, 1},
	    {"xxxxx", 0, 0},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(
		    failed(rows[i].looks, rows[i].window), rows[i].failed);
}

static void
remembers_sixty_four_looks(void **state)
{
	uint64_t history = 0;
	uint8_t count = 0;

	for (int i = 0; i < 500; i++)
		confirm_add(&history, &count, false);
	assert_int_equal(count, CONFIRM_MAX_LOOKS);
	assert_int_equal(confirm_failed(history, count, 100), 64);
	for (int i = 0; i < 64; i++)
		confirm_add(&history, &count, true);
	assert_int_equal(confirm_failed(history, count, 100), 0);
}

static void
looks_that_do_not_count_are_not_counted(void **state)
{
	uint64_t history = 0;
	uint8_t count = 0;

	for (int i = 0; i < 5; i++)
		confirm_add(&history, &count, false);
	count = 0; /* settled */
	confirm_add(&history, &count, false);
	assert_int_equal(confirm_failed(history, count, 5), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_the_newest_looks_only),
	    cmocka_unit_test(remembers_sixty_four_looks),
	    cmocka_unit_test(looks_that_do_not_count_are_not_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
