/* Which endpoints a pattern means. */
#include "model/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"

static void
no_pattern_means_all(void **state)
{
	assert_true(pattern_fits(NULL, "a.test:443"));
}

static void
a_host_means_all_its_ports(void **state)
{
	assert_true(pattern_fits("a.test", "a.test:443"));
	assert_true(pattern_fits("a.test", "a.test:8443"));
	assert_false(pattern_fits("a.test", "aa.test:443"));
	assert_false(pattern_fits("a.tes", "a.test:443"));
}

static void
a_host_with_its_port_means_that_one(void **state)
{
	assert_true(pattern_fits("a.test:443", "a.test:443"));
	assert_false(pattern_fits("a.test:443", "a.test:8443"));
}

static void
a_star_stands_for_any(void **state)
{
	assert_true(pattern_fits("*.test", "a.b.test:443"));
	assert_true(pattern_fits("*:8443", "a.test:8443"));
	assert_true(pattern_fits("?.test", "a.test:443"));
	assert_false(pattern_fits("*.example", "a.test:443"));
	assert_true(pattern_fits("\\[2001:db8::1\\]", "[2001:db8::1]:443"));
}

static void
what_has_no_port_is_meant_by_all_of_it(void **state)
{
	assert_true(pattern_fits("/etc/*.pem", "/etc/x.pem"));
	assert_false(pattern_fits("/etc", "/etc/x.pem"));
}

static void
a_text_fits_wherever_it_stands(void **state)
{
	CLEANUP(free) char *text = pattern_with("Shop");
	CLEANUP(free) char *pattern = pattern_with("*.Shop.test");
	CLEANUP(free) char *address = pattern_with("[2001:db8::1]");

	assert_true(pattern_fits(text, "www.shop.test:443"));
	assert_false(pattern_fits(text, "www.test:443"));
	assert_string_equal(pattern, "*.shop.test");
	assert_true(pattern_fits(address, "[2001:db8::1]:443"));
	assert_null(pattern_with(""));
	assert_null(pattern_with(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_pattern_means_all),
	    cmocka_unit_test(a_host_means_all_its_ports),
	    cmocka_unit_test(a_host_with_its_port_means_that_one),
	    cmocka_unit_test(a_star_stands_for_any),
	    cmocka_unit_test(what_has_no_port_is_meant_by_all_of_it),
	    cmocka_unit_test(a_text_fits_wherever_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
