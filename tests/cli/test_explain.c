/* `chainwatch explain`. */
#include "cli/command.h"

#include "cli/command_run.h"
#include "model/finding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
without_a_code_all_are_listed(void **state)
{
	struct command_run run = command_run("explain", NULL);

	assert_int_equal(run.code, 0);
	for (int i = 0; i < FINDING_COUNT; i++)
		assert_non_null(strstr(
		    run.output, finding_code_text((enum finding_code)i)));
	command_run_clear(&run);
}

static void
a_code_has_meaning_cure_and_recipes(void **state)
{
	struct command_run run = command_run("explain", "leaf-only", NULL);

	assert_int_equal(run.code, 0);
	assert_int_equal(strncmp(run.output, "leaf-only  critical\n", 20), 0);
	assert_non_null(strstr(run.output, "\n  nginx\n"));
	assert_non_null(strstr(run.output, "s_client"));
	command_run_clear(&run);
}

static void
json_has_the_whole_catalogue(void **state)
{
	struct command_run run = command_run("explain", "--json", NULL);
	json_t *list = command_run_json(&run);
	const json_t *first = json_array_get(list, 0);

	assert_int_equal(json_array_size(list), FINDING_COUNT);
	assert_true(json_is_string(json_object_get(first, "code")));
	assert_true(json_is_string(json_object_get(first, "message_id")));
	assert_true(json_is_object(json_object_get(first, "remedy")));
	json_decref(list);
	command_run_clear(&run);
}

static void
one_code_as_json_is_one_object(void **state)
{
	struct command_run run =
	    command_run("explain", "leaf-only", "--json", NULL);
	json_t *object = command_run_json(&run);

	assert_string_equal(
	    json_string_value(json_object_get(object, "code")), "leaf-only");
	json_decref(object);
	command_run_clear(&run);
}

static void
an_unknown_code_is_refused(void **state)
{
	struct command_run run = command_run("explain", "leaf", NULL);

	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "there is no such code"));
	command_run_clear(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_code_all_are_listed),
	    cmocka_unit_test(a_code_has_meaning_cure_and_recipes),
	    cmocka_unit_test(json_has_the_whole_catalogue),
	    cmocka_unit_test(one_code_as_json_is_one_object),
	    cmocka_unit_test(an_unknown_code_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
