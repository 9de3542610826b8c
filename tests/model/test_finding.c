/* The catalogue: every row is complete, and no code or id stands twice. */
#include "model/finding.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "model/remedy.h"

static void
every_row_is_complete(void **state)
{
	for (int i = 0; i < FINDING_COUNT; i++) {
		const struct finding_info *info = finding_info(i);

		assert_true(strlen(info->code) > 4);
		assert_true(strlen(info->title) > 10);
		assert_int_not_equal(info->title[strlen(info->title) - 1], '.');
		assert_true(strlen(info->explanation) > 80);
		assert_int_equal(
		    info->explanation[strlen(info->explanation) - 1], '.');
		assert_true(strlen(info->cure) > 10);
		assert_int_equal(info->cure[strlen(info->cure) - 1], '.');
		assert_in_range(info->remedy, 0, REMEDY_COUNT - 1);
		assert_in_range(
		    info->severity, SEVERITY_NOTICE, SEVERITY_CRITICAL);
	}
}

static void
message_ids_are_128_bits_and_differ(void **state)
{
	for (int i = 0; i < FINDING_COUNT; i++) {
		const char *id = finding_info(i)->message_id;

		assert_int_equal(strlen(id), 32);
		assert_int_equal(strspn(id, "0123456789abcdef"), 32);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(
			    id, finding_info(k)->message_id);
	}
}

static void
codes_are_found_by_their_text(void **state)
{
	for (int i = 0; i < FINDING_COUNT; i++) {
		enum finding_code code = FINDING_COUNT;

		assert_true(finding_find(finding_info(i)->code, &code));
		assert_int_equal(code, i);
		assert_string_equal(
		    finding_code_text(code), finding_info(i)->code);
	}
}

static void
an_unknown_code_is_not_found(void **state)
{
	enum finding_code code = FINDING_LEAF_ONLY;

	assert_false(finding_find("leaf-onl", &code));
	assert_false(finding_find("", &code));
	assert_int_equal(code, FINDING_LEAF_ONLY);
	assert_string_equal(finding_code_text(FINDING_COUNT), "?");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_row_is_complete),
	    cmocka_unit_test(message_ids_are_128_bits_and_differ),
	    cmocka_unit_test(codes_are_found_by_their_text),
	    cmocka_unit_test(an_unknown_code_is_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
