/* What is known of revocation: every value has its name. */
#include "model/revocation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
every_value_has_a_name(void **state)
{
	for (int i = REVOCATION_GOOD; i <= REVOCATION_NOT_APPLICABLE; i++)
		assert_string_not_equal(
		    names_text(&revocation_status_names, i), "?");
	for (int i = REVOCATION_NO_SOURCE; i <= REVOCATION_GIVEN_CRL; i++)
		assert_string_not_equal(
		    names_text(&revocation_source_names, i), "?");
	for (int i = REVOCATION_OFF; i <= REVOCATION_HARD; i++)
		assert_string_not_equal(
		    names_text(&revocation_mode_names, i), "?");
}

static void
lists_are_told_from_responses(void **state)
{
	assert_true(revocation_source_is_list(REVOCATION_CRL));
	assert_true(revocation_source_is_list(REVOCATION_GIVEN_CRL));
	assert_false(revocation_source_is_list(REVOCATION_STAPLE));
	assert_false(revocation_source_is_list(REVOCATION_NO_SOURCE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_value_has_a_name),
	    cmocka_unit_test(lists_are_told_from_responses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
