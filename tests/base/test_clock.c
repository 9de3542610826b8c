/* The clock behind its struct: fakes are read, the system's moves forward. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t
read_fake(void *arg)
{
	return *(int64_t *)arg;
}

static void
seconds_are_rounded_down_also_before_1970(void **state)
{
	static const struct {
		int64_t ms, s;
	} rows[] = {
	    {0, 0},
	    {999, 0},
	    {1000, 1},
	    {-1, -1},
	    {-1000, -1},
	    {-1001, -2},
	    {1795248000123, 1795248000},
	};
	int64_t now = 0;
	const struct clock clock = {
	    .wall_ms = read_fake, .steady_ms = read_fake, .arg = &now};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		now = rows[i].ms;
		assert_int_equal(clock_wall_s(&clock), rows[i].s);
		assert_int_equal(clock_wall_ms(&clock), rows[i].ms);
		assert_int_equal(clock_steady_ms(&clock), rows[i].ms);
	}
}

static void
the_system_clock_is_after_this_was_written_and_steady(void **state)
{
	int64_t first = clock_steady_ms(&clock_system);

	assert_true(clock_wall_s(&clock_system) > 1700000000);
	for (int i = 0; i < 1000; i++) {
		int64_t next = clock_steady_ms(&clock_system);

		assert_true(next >= first);
		first = next;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(seconds_are_rounded_down_also_before_1970),
	    cmocka_unit_test(
		the_system_clock_is_after_this_was_written_and_steady),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
