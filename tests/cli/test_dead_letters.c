/* `chainwatch dead-letters` on a store of the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/exit_code.h"
#include "command_run.h"
#include "store/schema.h"

static void
execute(const char *sql)
{
	const struct db_options options = {.path = "state/state.db"};
	struct error err = ERROR_INIT;
	CLEANUP(db_close) struct db *db = db_open(&options, &err);

	assert_non_null(db);
	assert_true(schema_migrate(db, &err));
	if (!db_exec(db, sql, &err))
		fail_msg("%s", err.message);
}

static int
enter(void **state)
{
	char here[400], yaml[1000];

	if (command_folder_enter(state) != 0 || mkdir("state", 0700) != 0 ||
	    getcwd(here, sizeof here) == NULL)
		return -1;
	snprintf(yaml, sizeof yaml,
	    "state_directory: %s/state\n"
	    "notify: {webhooks: [{name: ops, url: 'https://a.example/'}]}\n",
	    here);
	command_write("a.yaml", yaml);
	execute(
	    "INSERT INTO event (sequence, id, time, kind, severity, payload) "
	    "VALUES (7, 'abc', 0, 'k', 'ok', '{\"event\":\"chain-changed\","
	    "\"time\":\"2026-06-01T00:00:00Z\",\"text\":\"it\\u001b[1m "
	    "changed\"}')");
	return 0;
}

static int
leave(void **state)
{
	unlink("state/state.db");
	unlink("state/state.db-wal");
	unlink("state/state.db-shm");
	rmdir("state");
	unlink("a.yaml");
	return command_folder_leave(state);
}

static int
refuse_one(void **state)
{
	execute("INSERT OR REPLACE INTO delivery (sink, sequence, state, "
		"attempts, refusals, error) VALUES ('ops', 7, 'dead', 12, 12, "
		"'HTTP status 400')");
	(void)state;
	return 0;
}

static void
they_are_listed_with_reason_and_id(void **state)
{
	struct command_run run =
	    command_run("dead-letters", "-c", "a.yaml", NULL);

	assert_int_equal(run.code, EXIT_CODE_WARNING);
	assert_string_equal(run.output,
	    "ops: chain-changed of 2026-06-01T00:00:00Z, 12 attempts, the "
	    "last: HTTP status 400\n"
	    "  id abc, number 7\n"
	    "  it\\x1b[1m changed\n");
	command_run_clear(&run);
	(void)state;
}

static void
as_json_they_carry_the_event(void **state)
{
	struct command_run run =
	    command_run("dead-letters", "-c", "a.yaml", "--json", "ops", NULL);
	json_t *list = command_run_json(&run);
	json_t *first = json_array_get(list, 0);

	assert_int_equal(json_array_size(list), 1);
	assert_string_equal(
	    json_string_value(json_object_get(first, "sink")), "ops");
	assert_int_equal(
	    json_integer_value(json_object_get(first, "sequence")), 7);
	assert_string_equal(json_string_value(json_object_get(
				json_object_get(first, "event"), "event")),
	    "chain-changed");
	json_decref(list);
	command_run_clear(&run);
	(void)state;
}

static void
tried_again_there_are_none(void **state)
{
	struct command_run run =
	    command_run("dead-letters", "-c", "a.yaml", "--retry", "ops", NULL);

	assert_int_equal(run.code, EXIT_CODE_OK);
	assert_string_equal(run.output, "1 dead letter to be sent again\n");
	command_run_clear(&run);
	run = command_run("dead-letters", "-c", "a.yaml", NULL);
	assert_int_equal(run.code, EXIT_CODE_OK);
	assert_string_equal(run.output, "no dead letters\n");
	command_run_clear(&run);
	(void)state;
}

static void
a_name_that_is_none_is_refused(void **state)
{
	struct command_run run =
	    command_run("dead-letters", "-c", "a.yaml", "opps", NULL);

	assert_int_equal(run.code, EXIT_CODE_UNKNOWN);
	assert_non_null(
	    strstr(run.errors, "opps: there is no such webhook or mail"));
	command_run_clear(&run);
	(void)state;
}

/* How it is called was right, so that is not what is explained. */
static void
a_configuration_that_is_not_there_is_said_with_what_it_is_for(void **state)
{
	struct command_run run =
	    command_run("dead-letters", "--config", "nowhere.yaml", NULL);

	assert_int_equal(run.code, 3);
	assert_string_equal(run.errors,
	    "chainwatch dead-letters: nowhere.yaml: there is no such file, and "
	    "a daemon is found by its configuration; --config FILE names "
	    "another\n");
	command_run_clear(&run);
	run = command_run(
	    "notify-test", "--config", "nowhere.yaml", "chat", NULL);
	assert_int_equal(run.code, 3);
	assert_null(strstr(run.errors, "usage"));
	command_run_clear(&run);
}

#define TEST(name) cmocka_unit_test_setup(name, refuse_one)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(they_are_listed_with_reason_and_id),
	    TEST(as_json_they_carry_the_event),
	    TEST(tried_again_there_are_none),
	    TEST(a_name_that_is_none_is_refused),
	    TEST(a_configuration_that_is_not_there_is_said_with_what_it_is_for),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
