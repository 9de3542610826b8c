/* Patterns that operators write. */
#include "base/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
patterns_fit_as_people_read_them(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool fits;
	} rows[] = {
	    {"", "", true},
	    {"", "a", false},
	    {"*", "", true},
	    {"*", "anything", true},
	    {"web", "web", true},
	    {"web", "web1", false},
	    {"web", "we", false},
	    {"WEB*", "web-7", true},
	    {"web?", "web7", true},
	    {"web?", "web", false},
	    {"*.example.com", "www.example.com", true},
	    {"*.example.com", "example.com", false},
	    {"*.example.com:443", "a.b.example.com:443", true},
	    {"*a*b*c", "xaybzbc", true},
	    {"*a*b*c", "xaybzcb", false},
	    {"a*a", "a", false},
	    {"a**b", "ab", true},
	    {"[2001:db8::1]:443", "[2001:db8::1]:443", true},
	    {"[2*", "[2001:db8::1]:443", true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (glob_fits(rows[i].pattern, rows[i].text) != rows[i].fits)
			fail_msg(
			    "'%s' and '%s'", rows[i].pattern, rows[i].text);
	}
}

/* Many stars take no more than one walk over the text each. */
static void
a_hostile_pattern_ends_soon(void **state)
{
	static const char text[] =
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

	assert_false(glob_fits("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
	assert_true(glob_fits("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*", text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(patterns_fit_as_people_read_them),
	    cmocka_unit_test(a_hostile_pattern_ends_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
