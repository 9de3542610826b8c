/* Command lines by tables: each kind of value, and each way of getting it
 * wrong. */
#include "cli/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct all {
	bool flag;
	const char *text;
	struct option_list list;
	int64_t time, duration, wait;
	unsigned number;
};

#define ROW(kind_, member, ...) \
	{ \
		.kind = (kind_), .offset = offsetof(struct all, member), \
		__VA_ARGS__ \
	}

static const struct option_row rows[] = {
    ROW(OPTION_FLAG, flag, .name = "flag", .help = "a flag", .letter = 'f'),
    ROW(OPTION_TEXT, text, .name = "text", .value = "TEXT", .help = "a text",
	.letter = 't'),
    ROW(OPTION_LIST, list, .name = "list", .value = "ITEM", .help = "a list"),
    ROW(OPTION_TIME, time, .name = "time", .value = "TIME", .help = "a time"),
    ROW(OPTION_DURATION, duration, .name = "duration", .value = "DURATION",
	.help = "a duration"),
    ROW(OPTION_NUMBER, number, .name = "number", .value = "N",
	.help = "a number"),
    ROW(OPTION_DURATION, wait, .name = "wait", .value = "DURATION",
	.implied = "1m", .help = "a duration, or none"),
    {.name = "later", .kind = OPTION_LATER, .value = "X"},
};

#define ROWS rows, sizeof rows / sizeof rows[0]

static struct all all;
static struct option_list operands;
static struct error err;

/* Words up to NULL. */
static bool
parse(const char *const *words)
{
	char *argv[16] = {(char *)(uintptr_t) "x"};
	int argc = 1;

	option_list_clear(&all.list);
	option_list_clear(&operands);
	all = (struct all){0};
	err = (struct error)ERROR_INIT;
	while (words[argc - 1] != NULL) {
		argv[argc] = (char *)(uintptr_t)words[argc - 1];
		argc++;
	}
	return options_parse(argc, argv, ROWS, &all, &operands, &err);
}

#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

static int
forget(void **state)
{
	option_list_clear(&all.list);
	option_list_clear(&operands);
	return 0;
}

static void
each_kind_finds_its_place(void **state)
{
	assert_true(PARSE("--flag", "--text", "a", "--list", "1", "--list=2",
	    "--time", "2027-01-31", "--duration", "1m30s", "--number", "7"));
	assert_true(all.flag);
	assert_string_equal(all.text, "a");
	assert_int_equal(all.list.items.len, 2);
	assert_string_equal(all.list.items.items[1], "2");
	assert_int_equal(all.time, 1801353600);
	assert_int_equal(all.duration, 90);
	assert_int_equal(all.number, 7);
}

static void
a_value_may_be_left_out_where_one_is_implied(void **state)
{
	assert_true(PARSE("--wait", "operand"));
	assert_int_equal(all.wait, 60);
	assert_int_equal(operands.items.len, 1);
	assert_true(PARSE("--wait=5s"));
	assert_int_equal(all.wait, 5);
}

static void
a_letter_is_as_good_where_there_is_one(void **state)
{
	assert_true(PARSE("-f", "-t", "a"));
	assert_true(all.flag);
	assert_string_equal(all.text, "a");
	assert_false(PARSE("-l", "1"));
	assert_false(PARSE("-t"));
}

static void
operands_may_stand_before_options(void **state)
{
	assert_true(PARSE("file", "--flag", "other", "--", "--text"));
	assert_true(all.flag);
	assert_int_equal(operands.items.len, 3);
	assert_string_equal(operands.items.items[2], "--text");
}

static void
one_value_is_not_given_twice(void **state)
{
	static const char *const twice[][4] = {
	    {"--text", "a", "--text", "b"},
	    {"--text", "a", "-t", "a"},
	    {"--time", "2027-01-31", "--time", "2027-02-01"},
	    {"--duration", "1m", "--duration", "2m"},
	    {"--wait=1m", "--wait"},
	    {"--number", "1", "--number", "2"},
	};

	for (size_t i = 0; i < sizeof twice / sizeof twice[0]; i++) {
		assert_false(
		    PARSE(twice[i][0], twice[i][1], twice[i][2], twice[i][3]));
		assert_non_null(strstr(err.message, " is given twice, and "));
	}
	assert_true(PARSE("--flag", "-f"));
}

static void
each_mistake_has_its_words(void **state)
{
	static const struct {
		const char *words[3];
		const char *message;
	} cases[] = {
	    {{"--nothing"}, "--nothing: there is no such option"},
	    {{"-x"}, "-x: there is no such option"},
	    {{"--flag=1"}, "--flag=1: this option takes no value"},
	    {{"--text"}, "--text needs a value after it"},
	    {{"--later", "x"}, "--later is not available in this version"},
	    {{"--time", "noon"},
		"--time noon: not a time; write 2027-01-31 or "
		"2027-01-31T12:00:00Z"},
	    {{"--duration", "10"},
		"--duration 10: a duration needs a unit: s, m, h, d or w"},
	    {{"--duration", "0s"}, "--duration 0s: it must be 1s at least"},
	    {{"--number", "1001"},
		"--number 1001: write a number from 0 to 1000"},
	    {{"--number", "-1"}, "--number -1: write a number from 0 to 1000"},
	    {{"--number", "1x"}, "--number 1x: write a number from 0 to 1000"},
	    {{"--number", "99999999999999999999"},
		"--number 99999999999999999999: write a number from 0 to "
		"1000"},
	    {{"--time", "\x1b[31m"},
		"--time \\x1b[31m: not a time; write 2027-01-31 or "
		"2027-01-31T12:00:00Z"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_false(parse(cases[i].words));
		assert_string_equal(err.message, cases[i].message);
	}
}

static void
a_list_has_an_end(void **state)
{
	const char *words[2 * OPTION_LIST_MAX + 3] = {NULL};
	char *argv[2 * OPTION_LIST_MAX + 4] = {NULL};

	for (int i = 0; i < 2 * OPTION_LIST_MAX + 2; i += 2) {
		words[i] = "--list";
		words[i + 1] = "x";
	}
	argv[0] = (char *)(uintptr_t) "x";
	for (int i = 0; i < 2 * OPTION_LIST_MAX + 2; i++)
		argv[i + 1] = (char *)(uintptr_t)words[i];
	option_list_clear(&all.list);
	assert_false(options_parse(
	    2 * OPTION_LIST_MAX + 3, argv, ROWS, &all, &operands, &err));
	assert_non_null(strstr(err.message, "more than 256 times"));
}

static void
help_lists_what_is_available(void **state)
{
	struct strbuf buf = STRBUF_INIT(4096);

	options_help(&buf, ROWS, 60);
	assert_non_null(strstr(strbuf_text(&buf), "  -t, --text TEXT"));
	assert_null(strstr(strbuf_text(&buf), "later"));
	strbuf_clear(&buf);
	/* on a narrow terminal the words have the width to themselves */
	options_help(&buf, ROWS, 40);
	assert_non_null(strstr(strbuf_text(&buf), "  -t, --text TEXT\n      "));
	strbuf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_finds_its_place),
	    cmocka_unit_test(a_value_may_be_left_out_where_one_is_implied),
	    cmocka_unit_test(a_letter_is_as_good_where_there_is_one),
	    cmocka_unit_test(operands_may_stand_before_options),
	    cmocka_unit_test(one_value_is_not_given_twice),
	    cmocka_unit_test(each_mistake_has_its_words),
	    cmocka_unit_test(a_list_has_an_end),
	    cmocka_unit_test(help_lists_what_is_available),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
