/* Dead letters: one in an hour is told, and how many there were besides. */
#include "notify/burials.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define ANY "{\"version\":1,\"event\":\"incident-opened\"}"
#define OF_ONE \
	"{\"version\":1,\"event\":\"monitor-fault\"," \
	"\"finding\":\"dead-letter\",\"sink\":\"other\"}"

static void
the_first_is_told_at_once(void **state)
{
	struct burials burials = {0};
	unsigned others = 99;

	assert_true(burials_add(&burials, ANY, 5, &others));
	assert_int_equal(others, 0);
}

static void
those_within_an_hour_are_counted(void **state)
{
	struct burials burials = {0};
	unsigned others = 0;

	assert_true(burials_add(&burials, ANY, 0, &others));
	assert_false(burials_add(&burials, ANY, 1, &others));
	assert_false(burials_add(&burials, ANY, BURIALS_QUIET_MS - 1, &others));
	assert_true(burials_add(&burials, ANY, BURIALS_QUIET_MS, &others));
	assert_int_equal(others, 2);
	assert_true(burials_add(&burials, ANY, 3 * BURIALS_QUIET_MS, &others));
	assert_int_equal(others, 0);
}

static void
what_tells_of_one_is_not_told_itself(void **state)
{
	struct burials burials = {0};
	unsigned others = 0;

	assert_false(burials_add(&burials, OF_ONE, 0, &others));
	assert_false(burials_add(&burials, "no JSON", 0, &others));
	assert_true(burials_add(&burials, ANY, 0, &others));
	assert_int_equal(others, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_is_told_at_once),
	    cmocka_unit_test(those_within_an_hour_are_counted),
	    cmocka_unit_test(what_tells_of_one_is_not_told_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
