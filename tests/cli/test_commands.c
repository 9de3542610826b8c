/* The program's face: help, version, and what it cannot do. */
#include "cli/command.h"

#include "cli/command_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
help_lists_every_command(void **state)
{
	struct command_run run = command_run("help", NULL);

	assert_int_equal(run.code, 0);
	assert_non_null(strstr(run.output, "  chainwatch check "));
	assert_non_null(strstr(run.output, "  chainwatch lint "));
	assert_non_null(strstr(run.output, "  chainwatch fix "));
	assert_non_null(strstr(run.output, "  chainwatch explain "));
	assert_non_null(strstr(run.output, "2 critical"));
	assert_string_equal(run.errors, "");
	command_run_clear(&run);
}

static void
each_way_to_ask_for_help_gives_it(void **state)
{
	struct command_run by_option = command_run("lint", "--help", NULL);
	struct command_run by_command = command_run("help", "lint", NULL);
	struct command_run in_the_middle =
	    command_run("lint", "--json", "-h", "x", NULL);

	assert_int_equal(by_option.code, 0);
	assert_string_equal(by_option.output, by_command.output);
	assert_string_equal(by_option.output, in_the_middle.output);
	assert_non_null(strstr(by_option.output, "--trust FILE"));
	assert_non_null(strstr(by_option.output, "--ocsp FILE"));
	command_run_clear(&by_option);
	command_run_clear(&by_command);
	command_run_clear(&in_the_middle);
}

static void
the_version_is_one_line(void **state)
{
	struct command_run run = command_run("--version", NULL);

	assert_int_equal(run.code, 0);
	assert_int_equal(strncmp(run.output, "chainwatch ", 11), 0);
	command_run_clear(&run);
}

static void
wrong_usage_is_said_on_standard_error_and_is_unknown(void **state)
{
	static const char *const words[][2] = {{"frob", NULL}, {"help", "frob"},
	    {"lint", NULL}, {"check", NULL}, {"check", "--nonsense"},
	    {"explain", "no-such-code"}};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct command_run run =
		    command_run(words[i][0], words[i][1], NULL);

		assert_int_equal(run.code, 3);
		assert_string_equal(run.output, "");
		assert_int_equal(strncmp(run.errors, "chainwatch", 10), 0);
		command_run_clear(&run);
	}
}

static void
a_near_miss_is_answered_with_the_command(void **state)
{
	struct command_run run = command_run("chekc", NULL);

	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "did you mean check?"));
	command_run_clear(&run);
	run = command_run("--json", "check", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "options stand after a command"));
	command_run_clear(&run);
}

static void
an_argument_reaches_no_terminal_as_it_is(void **state)
{
	static const char *const commands[] = {"check", "lint", "explain"};
	struct command_run run = command_run("\x1b[31m", NULL);

	assert_null(strchr(run.errors, 0x1b));
	command_run_clear(&run);
	for (size_t i = 0; i < 3; i++) {
		run = command_run(commands[i], "\x1b]0;x\x07", NULL);
		assert_null(strchr(run.errors, 0x1b));
		assert_null(strchr(run.output, 0x1b));
		assert_null(strchr(run.output, 0x07));
		assert_null(strchr(run.errors, 0x07));
		assert_int_equal(run.code, 3);
		command_run_clear(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(help_lists_every_command),
	    cmocka_unit_test(each_way_to_ask_for_help_gives_it),
	    cmocka_unit_test(the_version_is_one_line),
	    cmocka_unit_test(a_near_miss_is_answered_with_the_command),
	    cmocka_unit_test(
		wrong_usage_is_said_on_standard_error_and_is_unknown),
	    cmocka_unit_test(an_argument_reaches_no_terminal_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
