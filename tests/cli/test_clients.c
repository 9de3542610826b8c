/* `chainwatch clients`. */
#include "cli/command.h"

#include "cli/command_run.h"
#include "clients/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
each_client_is_listed_with_where_its_profile_is_from(void **state)
{
	struct command_run run = command_run("clients", NULL);

	assert_int_equal(run.code, 0);
	for (size_t i = 0; i < client_profile_count; i++)
		assert_non_null(strstr(run.output, client_profiles[i].title));
	assert_non_null(strstr(run.output, "Checked against the stack:"));
	assert_non_null(strstr(run.output, "Modelled from:"));
	assert_non_null(strstr(
	    run.output, "Modelled: that it knows intermediates of public CAs"));
	assert_non_null(strstr(run.output, "openssl  mainstream\n"));
	command_run_clear(&run);
}

static void
json_says_the_same_of_each(void **state)
{
	struct command_run run = command_run("clients", "--json", NULL);
	json_t *list = command_run_json(&run);

	assert_int_equal(json_array_size(list), client_profile_count);
	for (size_t i = 0; i < client_profile_count; i++) {
		const json_t *one = json_array_get(list, i);

		assert_string_equal(
		    json_string_value(json_object_get(one, "name")),
		    client_profiles[i].name);
		assert_int_equal(
		    json_is_true(json_object_get(one, "mainstream")),
		    client_profiles[i].is_mainstream);
		assert_true(json_is_string(json_object_get(one, "source")));
	}
	json_decref(list);
	command_run_clear(&run);
}

static void
it_takes_no_operand(void **state)
{
	struct command_run run = command_run("clients", "firefox", NULL);

	assert_int_equal(run.code, 3);
	command_run_clear(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		each_client_is_listed_with_where_its_profile_is_from),
	    cmocka_unit_test(json_says_the_same_of_each),
	    cmocka_unit_test(it_takes_no_operand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
