/* `chainwatch explain`. */
#include "cli/command.h"

#include "cli/command_run.h"
#include "model/event.h"
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

static void
codes_are_found_however_they_are_written(void **state)
{
	static const char *const spellings[] = {
	    "LEAF_ONLY", "Leaf Only", "leaf-only"};
	struct command_run run;

	for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
		run = command_run("explain", spellings[i], NULL);
		assert_int_equal(run.code, 0);
		assert_int_equal(strncmp(run.output, "leaf-only  ", 11), 0);
		command_run_clear(&run);
	}
	/* as journalctl shows it */
	run = command_run(
	    "explain", finding_info(FINDING_LEAF_ONLY)->message_id, NULL);
	assert_int_equal(strncmp(run.output, "leaf-only  ", 11), 0);
	command_run_clear(&run);
}

static void
a_near_miss_is_answered_with_the_code(void **state)
{
	struct command_run run = command_run("explain", "laef-only", NULL);

	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "did you mean leaf-only?"));
	command_run_clear(&run);
}

static void
all_tells_everything(void **state)
{
	struct command_run run = command_run("explain", "--all", NULL);

	assert_int_equal(run.code, 0);
	for (int i = 0; i < FINDING_COUNT; i++) {
		const struct finding_info *info =
		    finding_info((enum finding_code)i);

		assert_non_null(strstr(run.output, info->code));
	}
	assert_non_null(strstr(run.output, "To see it yourself"));
	command_run_clear(&run);
	run = command_run("explain", "--all", "leaf-only", NULL);
	assert_int_equal(run.code, 3);
	command_run_clear(&run);
}

/* Events are met in the journal beside findings; nobody should have to know
 * which of the two a word is. */
static void
every_kind_of_event_is_explained_by_name_and_by_message_id(void **state)
{
	for (int i = 0; i < EVENT_KIND_COUNT; i++) {
		enum event_kind kind = (enum event_kind)i;
		const char *name = event_kind_text(kind);
		const char *id = event_kind_message_id(kind);
		struct command_run by_name = command_run("explain", name, NULL);
		struct command_run by_id = command_run("explain", id, NULL);
		struct command_run as_json =
		    command_run("explain", id, "--json", NULL);
		json_t *object = command_run_json(&as_json);
		enum finding_code code;

		assert_int_equal(by_name.code, 0);
		assert_memory_equal(by_name.output, name, strlen(name));
		/* A finding of that name has more to say. */
		if (!finding_find(name, &code))
			assert_string_equal(by_name.output, by_id.output);
		assert_memory_equal(by_id.output, name, strlen(name));
		assert_string_equal(
		    json_string_value(json_object_get(object, "event")), name);
		assert_string_equal(
		    json_string_value(json_object_get(object, "explanation")),
		    event_kind_sentence(kind));
		json_decref(object);
		command_run_clear(&by_name);
		command_run_clear(&by_id);
		command_run_clear(&as_json);
	}
}

static void
a_misspelt_event_is_guessed(void **state)
{
	struct command_run run = command_run("explain", "chain-regresed", NULL);

	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "did you mean chain-regressed?"));
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
	    cmocka_unit_test(codes_are_found_however_they_are_written),
	    cmocka_unit_test(a_near_miss_is_answered_with_the_code),
	    cmocka_unit_test(all_tells_everything),
	    cmocka_unit_test(
		every_kind_of_event_is_explained_by_name_and_by_message_id),
	    cmocka_unit_test(a_misspelt_event_is_guessed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
