/*
 * What libyaml complains about, in our words. The words are tied to libyaml's
 * own: should a version of it change them, this says so.
 */
#include "config/yaml_problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "config/yaml.h"

static void
each_problem_is_said_in_words_of_ours(void **state)
{
	static const struct {
		const char *text;
		size_t line, column;
		const char *words;
	} rows[] = {
	    {"a: \"b\n", 1, 4, "this quote is never closed"},
	    {"a: 'b\n---\n", 1, 4, "this quote is never closed"},
	    {"a: \"\\q\"\n", 1, 5, "this is no escape"},
	    {"a: \"\\xz\"\n", 1, 7, "an escape with too few digits"},
	    {"a: \"\\ud800\"\n", 1, 7, "no character has this number"},
	    {"a: [b\nc: d\n", 1, 4, "the list that this '[' begins"},
	    {"a: {b\n", 1, 4, "the map that this '{' begins"},
	    {"a: [::1]\n", 1, 5, "a value is missing here"},
	    {"a: b: c\n", 1, 5, "a ':' that makes no key here"},
	    {"a:\n  b:1\n  c: 2\n", 2, 3, "a key without a space"},
	    {"a:\n  - b:1\n    c: 2\n", 2, 5, "a key without a space"},
	    {"a: - b\n", 1, 4, "a list item cannot begin here"},
	    {"a: 1\nb\n", 2, 1, "a key without ':'"},
	    {"a:\n  b: 1\n c: 2\n", 3, 2, "this is no key of the map"},
	    {"a:\n  - 1\n  b: 2\n", 3, 3, "this is no item of the list"},
	    {"{a: 1}\nb: 2\n", 2, 1, "this belongs to nothing before it"},
	    {"a:\n\tb: 1\n", 2, 1, "a tab in the indentation"},
	    {"a: 1\n\tb: 1\n", 2, 1, "a tab in the indentation"},
	    {"a: @b\n", 1, 4, "no value can begin with '@'"},
	    {"a: `b\n", 1, 4, "no value can begin with '`'"},
	    {"%YAML 9.9\n---\na: 1\n", 1, 1, "this version of YAML"},
	    {"a: !x!y b\n", 1, 4, "tags ('!...') are not taken"},
	    {"a: *.b\n", 1, 5, "text that begins with '*'"},
	    {"a: & b\n", 1, 5, "text that begins with '&'"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct config_faults list = {0};
		struct faults faults = {.list = &list};
		CLEANUP(source_free)
		struct source *source = source_new("test", 1,
		    (uint8_t *)mem_strdup(rows[i].text), strlen(rows[i].text));
		const struct config_fault *fault;

		assert_null(yaml_tree_parse(source, &faults));
		assert_int_equal(list.items.len, 1);
		fault = &list.items.items[0];
		if (strncmp(fault->message, rows[i].words,
			strlen(rows[i].words)) != 0)
			fail_msg("%s%s, not %s", rows[i].text, fault->message,
			    rows[i].words);
		assert_int_equal(fault->line, rows[i].line);
		assert_int_equal(fault->column, rows[i].column);
		config_faults_clear(&list);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_problem_is_said_in_words_of_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
