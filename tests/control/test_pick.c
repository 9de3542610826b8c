/* The one endpoint that is meant. */
#include "control/pick.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static char *
picked(const char *pattern, struct error *err)
{
	static const char *const ids[] = {"a.test:443", "a.test:8443",
	    "aa.test:443", "b.test:443", "c.test:443", "d.test:443",
	    "[2001:db8::1]:443"};
	struct pick pick = {.pattern = pattern};

	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
		pick_offer(&pick, ids[i]);
	return pick_end(&pick, err);
}

static void
assert_picked(const char *pattern, const char *id)
{
	struct error err = ERROR_INIT;
	char *found = picked(pattern, &err);

	assert_string_equal(found, id);
	free(found);
}

static void
assert_refused(const char *pattern, const char *words)
{
	struct error err = ERROR_INIT;

	assert_null(picked(pattern, &err));
	assert_string_equal(err.message, words);
}

static void
a_host_alone_is_enough_where_it_is_one(void **state)
{
	assert_picked("b.test", "b.test:443");
	assert_picked("aa*", "aa.test:443");
}

static void
what_is_called_so_goes_before_what_fits(void **state)
{
	assert_picked("a.test:443", "a.test:443");
	assert_picked("[2001:db8::1]:443", "[2001:db8::1]:443");
}

static void
several_are_named(void **state)
{
	assert_refused("a.test", "2 endpoints fit: a.test:443, a.test:8443");
	assert_refused("*",
	    "7 endpoints fit: a.test:443, a.test:8443, aa.test:443, "
	    "b.test:443, c.test:443 ...");
	assert_refused("x.test", "no endpoint fits");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_host_alone_is_enough_where_it_is_one),
	    cmocka_unit_test(what_is_called_so_goes_before_what_fits),
	    cmocka_unit_test(several_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
