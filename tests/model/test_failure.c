/* Failures: names, the findings they become, reachability. */
#include "model/failure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
every_failure_has_a_name_of_its_own(void **state)
{
	for (int i = 0; i < FAILURE_COUNT; i++) {
		assert_true(strlen(failure_text(i)) > 3);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(
			    failure_text(i), failure_text(j));
	}
	assert_string_equal(failure_text(FAILURE_COUNT), "?");
}

static void
every_failure_becomes_a_finding_but_none(void **state)
{
	assert_int_equal(failure_finding(FAILURE_NONE), FINDING_COUNT);
	for (int i = FAILURE_NONE + 1; i < FAILURE_COUNT; i++)
		assert_true(failure_finding(i) < FINDING_COUNT);
	assert_int_equal(failure_finding(FAILURE_NOT_TLS), FINDING_NOT_TLS);
	assert_int_equal(
	    failure_finding(FAILURE_HANDSHAKE_RESET), FINDING_CLOSED_EARLY);
}

static void
resolving_and_dialling_are_reachability_and_nothing_else(void **state)
{
	for (int i = 0; i < FAILURE_COUNT; i++)
		assert_int_equal(failure_is_reachability(i),
		    i > FAILURE_NONE && i < FAILURE_STARTTLS_WRONG_PROTOCOL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_failure_has_a_name_of_its_own),
	    cmocka_unit_test(every_failure_becomes_a_finding_but_none),
	    cmocka_unit_test(
		resolving_and_dialling_are_reachability_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
