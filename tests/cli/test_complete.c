/* What shells are offered: all commands, options and codes, out of the tables
 * that the help is written from; and never a word on standard error. */
#include "cli/command.h"

#include "cli/command_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/finding.h"

/* Is it a line of what is offered for these words? */
static bool
offers(struct command_run *run, const char *text)
{
	CLEANUP(free) char *line = mem_printf("\n%s\n", text);
	CLEANUP(free) char *all = mem_printf("\n%s", run->output);

	return strstr(all, line) != NULL;
}

static void
assert_offered(struct command_run run, const char *text)
{
	assert_int_equal(run.code, 0);
	assert_string_equal(run.errors, "");
	if (!offers(&run, text))
		fail_msg("%s is not offered: %s", text, run.output);
	command_run_clear(&run);
}

static void
assert_not_offered(struct command_run run, const char *text)
{
	assert_int_equal(run.code, 0);
	if (offers(&run, text))
		fail_msg("%s is offered", text);
	command_run_clear(&run);
}

static void
every_command_is_offered_but_those_for_programs(void **state)
{
	for (size_t i = 0; command_at(i) != NULL; i++) {
		const struct command *command = command_at(i);
		struct command_run run = command_run("complete", "", NULL);

		if (command->summary != NULL)
			assert_offered(run, command->name);
		else
			assert_not_offered(run, command->name);
	}
	assert_offered(command_run("complete", "chec", NULL), "check");
	assert_not_offered(command_run("complete", "chec", NULL), "lint");
	assert_offered(command_run("complete", "help", "li", NULL), "lint");
}

static void
every_option_of_the_help_is_offered(void **state)
{
	for (size_t i = 0; command_at(i) != NULL; i++) {
		const struct command *command = command_at(i);

		for (size_t k = 0; k < command->option_count; k++) {
			const struct option_row *row = &command->options[k];
			CLEANUP(free)
			char *name = mem_printf("--%s", row->name);
			struct command_run run =
			    command_run("complete", command->name, "-", NULL);

			if (row->help != NULL)
				assert_offered(run, name);
			else
				assert_not_offered(run, name);
		}
	}
}

static void
every_code_is_offered(void **state)
{
	for (int i = 0; i < FINDING_COUNT; i++)
		assert_offered(command_run("complete", "explain", "", NULL),
		    finding_info((enum finding_code)i)->code);
}

static void
values_are_offered_where_they_belong(void **state)
{
	assert_offered(
	    command_run("complete", "check", "--starttls", "", NULL), "smtp");
	assert_offered(command_run("complete", "check", "--starttls=po", NULL),
	    "--starttls=postgres");
	assert_not_offered(
	    command_run("complete", "check", "--starttls=po", NULL),
	    "--starttls=smtp");
	assert_offered(
	    command_run("complete", "lint", "--trust", "", NULL), ":files");
	assert_offered(
	    command_run("complete", "status", "-c", "", NULL), ":files");
	assert_offered(command_run("complete", "lint", "", NULL), ":files");
	assert_not_offered(
	    command_run("complete", "explain", "", NULL), ":files");
}

static void
without_a_daemon_or_a_store_there_is_silence(void **state)
{
	struct command_run run = command_run(
	    "complete", "status", "--config", "nowhere.yaml", "", NULL);

	assert_int_equal(run.code, 0);
	assert_string_equal(run.output, "");
	assert_string_equal(run.errors, "");
	command_run_clear(&run);
}

static void
what_makes_no_sense_is_offered_nothing(void **state)
{
	static const char *const words[] = {"frob", "complete", "--", ""};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct command_run run =
		    command_run("complete", words[i], "x", NULL);

		assert_int_equal(run.code, 0);
		assert_string_equal(run.output, "");
		command_run_clear(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_command_is_offered_but_those_for_programs),
	    cmocka_unit_test(every_option_of_the_help_is_offered),
	    cmocka_unit_test(every_code_is_offered),
	    cmocka_unit_test(values_are_offered_where_they_belong),
	    cmocka_unit_test(without_a_daemon_or_a_store_there_is_silence),
	    cmocka_unit_test(what_makes_no_sense_is_offered_nothing),
	};

	return cmocka_run_group_tests(
	    tests, command_folder_enter, command_folder_leave);
}
