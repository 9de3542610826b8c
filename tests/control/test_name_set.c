/* Which names are watched. */
#include "control/name_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
hosts_and_wildcards_above_them_are_watched(void **state)
{
	struct name_set set = {0};

	assert_false(name_set_has(&set, "a.test"));
	name_set_add(&set, "www.a.test");
	name_set_add(&set, "192.0.2.1");
	assert_true(name_set_has(&set, "www.a.test"));
	assert_true(name_set_has(&set, "WWW.a.Test"));
	assert_true(name_set_has(&set, "*.a.test"));
	assert_true(name_set_has(&set, "192.0.2.1"));
	assert_false(name_set_has(&set, "a.test"));
	assert_false(name_set_has(&set, "*.test"));
	assert_false(name_set_has(&set, "x.www.a.test"));
	name_set_add(&set, "a.test");
	assert_true(name_set_has(&set, "a.test"));
	assert_true(name_set_has(&set, "*.test"));
	name_set_clear(&set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hosts_and_wildcards_above_them_are_watched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
