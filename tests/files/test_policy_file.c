/* The policy that is built in, and an operator's file. */
#include "files/policy_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/temp_folder.h"

static void
what_is_built_in_is_well_formed(void **state)
{
	struct error err = ERROR_INIT;
	CLEANUP(policy_unref) struct policy *policy = NULL;
	size_t publics = 0;

	policy = policy_file_load(NULL, &err);
	if (policy == NULL)
		fail_msg("%s", err.message);
	assert_string_equal(policy->name, "shipped");
	ARRAY_EACH (rule, &policy->rules)
		assert_non_null(rule->source);
	ARRAY_EACH (root, &policy->roots)
		publics += root->is_public && root->group == POLICY_NO_GROUP;
	assert_true(publics == 0 || publics > 100); /* --without-mozilla-roots
						     */
}

static void
lifetimes_shrink_as_was_decided(void **state)
{
	static const struct {
		const char *issued_at;
		unsigned days, short_lived;
	} rows[] = {
	    {"2020-08-31T23:59:59Z", 825, 0},
	    {"2020-09-01T00:00:00Z", 398, 0},
	    {"2024-03-14T23:59:59Z", 398, 0},
	    {"2024-03-15T00:00:00Z", 398, 10},
	    {"2026-03-14T23:59:59Z", 398, 10},
	    {"2026-03-15T00:00:00Z", 200, 7},
	    {"2027-03-14T23:59:59Z", 200, 7},
	    {"2027-03-15T00:00:00Z", 100, 7},
	    {"2029-03-14T23:59:59Z", 100, 7},
	    {"2029-03-15T00:00:00Z", 47, 7},
	};
	CLEANUP(policy_unref) struct policy *policy = NULL;

	policy = policy_file_load(NULL, NULL);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct policy_rule *rule;
		int64_t issued_at;

		assert_true(
		    timestamp_parse(rows[i].issued_at, &issued_at, NULL));
		rule = policy_lifetime(policy, issued_at, true);
		assert_int_equal(rule->days, rows[i].days);
		rule = policy_short_lived(policy, issued_at);
		assert_int_equal(
		    rule == NULL ? 0 : rule->days, rows[i].short_lived);
	}
}

static void
a_file_adds_or_stands_alone(void **state)
{
	CLEANUP(policy_unref) struct policy *shipped = NULL;
	CLEANUP(policy_unref) struct policy *top = NULL;
	CLEANUP(policy_unref) struct policy *alone = NULL;
	struct temp_folder folder;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "top",
	    "version 1\nbase shipped\n"
	    "lifetime name=mine from=2026-06-01 days=30 source=us\n");
	temp_folder_write(&folder, "alone",
	    "version 1\n"
	    "lifetime name=mine from=2026-06-01 days=30 source=us\n");
	shipped = policy_file_load(NULL, NULL);
	top = policy_file_load(temp_folder_path(&folder, "top"), NULL);
	alone = policy_file_load(temp_folder_path(&folder, "alone"), NULL);
	assert_int_equal(top->rules.len, shipped->rules.len + 1);
	assert_int_equal(alone->rules.len, 1);
	assert_true(top->generation != shipped->generation);
	temp_folder_remove(&folder);
}

static void
faults_name_the_file(void **state)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;
	const char *path;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "bad", "version 1\nlifetimes\n");
	path = temp_folder_path(&folder, "bad");
	assert_null(policy_file_load(path, &err));
	assert_memory_equal(err.message, path, strlen(path));
	assert_non_null(strstr(err.message, ":2: 'lifetimes' is no keyword"));
	assert_null(policy_file_load(temp_folder_path(&folder, "none"), &err));
	assert_int_equal(err.kind, ERROR_SYSTEM);
	temp_folder_remove(&folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_built_in_is_well_formed),
	    cmocka_unit_test(lifetimes_shrink_as_was_decided),
	    cmocka_unit_test(a_file_adds_or_stands_alone),
	    cmocka_unit_test(faults_name_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
