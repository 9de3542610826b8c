/* Severities: their names, and which is worse. */
#include "model/severity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const in_order[] = {"ok", "notice", "warning", "critical"};

static void
each_has_the_name_that_events_and_json_show(void **state)
{
	for (int i = SEVERITY_OK; i <= SEVERITY_CRITICAL; i++) {
		int value = -1;

		assert_string_equal(
		    severity_text((enum severity)i), in_order[i]);
		assert_true(names_find(&severity_names, in_order[i], &value));
		assert_int_equal(value, i);
	}
	assert_int_equal(severity_names.count, 4);
}

static void
the_worse_of_two_is_the_later_in_order(void **state)
{
	for (int a = SEVERITY_OK; a <= SEVERITY_CRITICAL; a++) {
		for (int b = SEVERITY_OK; b <= SEVERITY_CRITICAL; b++) {
			enum severity worse =
			    severity_worse((enum severity)a, (enum severity)b);

			assert_int_equal(worse, a > b ? a : b);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_has_the_name_that_events_and_json_show),
	    cmocka_unit_test(the_worse_of_two_is_the_later_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
