/* The daemon's command line. What only prints is tried by the manuals' test and
 * by the system tests. */
#include "daemon/arguments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define WORDS_MAX 8

static bool
read_words(const char *const *words, struct arguments *ret_arguments,
    enum daemon_exit *ret_exit)
{
	char *argv[WORDS_MAX + 1] = {(char *)(uintptr_t) "chainwatchd"};
	int argc = 1;

	for (; words[argc - 1] != NULL; argc++)
		argv[argc] = (char *)(uintptr_t)words[argc - 1];
	*ret_arguments =
	    (struct arguments){.daemon.config_path = ARGUMENTS_CONFIG_PATH};
	return arguments_read(argc, argv, ret_arguments, ret_exit);
}

static void
without_options_it_runs_by_the_usual_file(void **state)
{
	struct arguments arguments;
	enum daemon_exit code;

	assert_true(read_words((const char *const[]){NULL}, &arguments, &code));
	assert_int_equal(code, DAEMON_EXIT_DONE);
	assert_string_equal(
	    arguments.daemon.config_path, ARGUMENTS_CONFIG_PATH);
	assert_false(arguments.is_check);
	assert_false(arguments.is_debug);
	assert_false(arguments.daemon.is_once);
	assert_false(arguments.daemon.is_json);
	assert_false(arguments.daemon.is_foreground);
}

static void
each_option_does_what_it_says(void **state)
{
	struct arguments arguments;
	enum daemon_exit code;

	assert_true(read_words((const char *const[]){"-c", "a.yaml", "--once",
				   "--json", "--debug", NULL},
	    &arguments, &code));
	assert_string_equal(arguments.daemon.config_path, "a.yaml");
	assert_true(arguments.daemon.is_once);
	assert_true(arguments.daemon.is_json);
	assert_true(arguments.is_debug);
	assert_true(read_words((const char *const[]){"--config=b.yaml",
				   "--check-config", "--foreground", NULL},
	    &arguments, &code));
	assert_string_equal(arguments.daemon.config_path, "b.yaml");
	assert_true(arguments.is_check);
	assert_true(arguments.daemon.is_foreground);
}

static void
what_it_does_not_take_ends_it_as_unusable(void **state)
{
	static const char *const words[][3] = {{"--nonsense", NULL},
	    {"-x", NULL}, {"-c", NULL}, {"--once=yes", NULL},
	    {"www.example.com", NULL}, {"--json", NULL}};
	struct arguments arguments;
	enum daemon_exit code;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		assert_false(read_words(words[i], &arguments, &code));
		assert_int_equal(code, DAEMON_EXIT_UNUSABLE);
	}
}

static void
help_has_every_row_and_every_way_it_ends(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(1 << 16);
	const struct argument_row *row;
	const struct daemon_exit_row *exit_row;

	arguments_help(&text);
	for (size_t i = 0; (row = argument_at(i)) != NULL; i++)
		assert_non_null(strstr(strbuf_text(&text), row->name));
	for (size_t i = 0; (exit_row = daemon_exit_at(i)) != NULL; i++)
		assert_non_null(strstr(strbuf_text(&text), exit_row->meaning));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_options_it_runs_by_the_usual_file),
	    cmocka_unit_test(each_option_does_what_it_says),
	    cmocka_unit_test(what_it_does_not_take_ends_it_as_unusable),
	    cmocka_unit_test(help_has_every_row_and_every_way_it_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
