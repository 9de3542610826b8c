/* Faults in order, bounded, and as they are printed. */
#include "config/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static struct source *
make(unsigned number, const char *text)
{
	return source_new(number == 1 ? "one" : "two", number,
	    (uint8_t *)mem_strdup(text), strlen(text));
}

static void
they_come_in_the_order_of_files_and_places(void **state)
{
	CLEANUP(source_free) struct source *one = make(1, "aaa\nbbb\n");
	CLEANUP(source_free) struct source *two = make(2, "ccc\n");
	struct config_faults list = {0};
	struct faults faults = {.list = &list};
	static const char *const order[] = {"A", "B1", "B2", "C"};

	faults_add(&faults, two, 0, 1, "C");
	faults_add(&faults, one, 4, 5, "B1");
	faults_add(&faults, one, 0, 1, "A");
	faults_add(&faults, one, 4, 5, "B2");
	assert_int_equal(list.items.len, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(list.items.items[i].message, order[i]);
	config_faults_clear(&list);
}

static void
the_same_is_said_once(void **state)
{
	CLEANUP(source_free) struct source *one = make(1, "aaa\n");
	struct config_faults list = {0};
	struct faults faults = {.list = &list};

	faults_add(&faults, one, 1, 2, "again");
	faults_add(&faults, one, 1, 2, "again");
	assert_int_equal(list.items.len, 1);
	assert_int_equal(faults.added, 2);
	config_faults_clear(&list);
}

static void
the_first_hundred_are_kept(void **state)
{
	CLEANUP(source_free) struct source *one = NULL;
	char text[1001];
	struct config_faults list = {0};
	struct faults faults = {.list = &list};

	memset(text, '\n', 1000);
	text[1000] = '\0';
	one = make(1, text);
	/* The later half first: the list must let go of what it had. */
	for (size_t i = 0; i < 150; i++)
		faults_add(&faults, one, 200 + i, 201 + i, "late");
	for (size_t i = 0; i < 60; i++)
		faults_add(&faults, one, i, i + 1, "early");
	assert_int_equal(list.items.len, CONFIG_MAX_FAULTS);
	assert_true(list.has_more);
	assert_int_equal(faults.added, 210);
	for (size_t i = 0; i < 60; i++)
		assert_int_equal(list.items.items[i].line, i + 1);
	assert_int_equal(list.items.items[60].line, 201);
	assert_int_equal(list.items.items[99].line, 240);
	config_faults_clear(&list);
	assert_false(list.has_more);
}

static void
a_hundred_are_not_more(void **state)
{
	CLEANUP(source_free) struct source *one = NULL;
	char text[101];
	struct config_faults list = {0};
	struct faults faults = {.list = &list};

	memset(text, '\n', 100);
	text[100] = '\0';
	one = make(1, text);
	for (size_t i = 0; i < 100; i++)
		faults_add(&faults, one, i, i + 1, "fault");
	assert_int_equal(list.items.len, 100);
	assert_false(list.has_more);
	config_faults_clear(&list);
}

static void
one_is_printed_with_line_and_caret(void **state)
{
	CLEANUP(source_free)
	struct source *one = make(1, "a: 1\n  - intervall: 30s\n");
	struct config_faults list = {0};
	struct faults faults = {.list = &list};
	CLEANUP(free) char *text = NULL;

	faults_add(&faults, one, 9, 18, "unknown key '%s'", "intervall");
	text = config_text_faults(&list);
	assert_string_equal(text,
	    "one:2:5: unknown key 'intervall'\n"
	    "     2 |   - intervall: 30s\n"
	    "       |     ^~~~~~~~~\n");
	config_faults_clear(&list);
}

static void
a_file_as_a_whole_has_no_line(void **state)
{
	struct config_faults list = {0};
	struct faults faults = {.list = &list};
	CLEANUP(free) char *text = NULL;

	faults_add_file(&faults, "no\x1b.yaml", "%s", "No such file");
	text = config_text_faults(&list);
	assert_string_equal(text, "no\\x1b.yaml: No such file\n");
	config_faults_clear(&list);
}

static void
no_byte_of_a_file_reaches_a_terminal_raw(void **state)
{
	CLEANUP(source_free)
	struct source *one = make(1, "\x1b[31m\xe2\x80\xae: 1");
	struct config_faults list = {0};
	struct faults faults = {.list = &list};
	CLEANUP(free) char *text = NULL;

	faults_add(&faults, one, 0, 5, "bad '%s'", "\x1b[2J\xe2\x80\xae");
	text = config_text_faults(&list);
	assert_null(strchr(text, '\x1b'));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_non_null(strstr(text, "bad '\\x1b[2J\\u{202e}'"));
	config_faults_clear(&list);
}

static void
values_are_cut_between_characters(void **state)
{
	char text[200] = "";

	assert_string_equal(fault_value("short").text, "short");
	memset(text, 'x', FAULT_MAX_VALUE);
	assert_string_equal(fault_value(text).text, text);
	text[FAULT_MAX_VALUE] = 'x';
	assert_int_equal(strlen(fault_value(text).text), FAULT_MAX_VALUE + 3);
	/* A two-byte character over the cut goes as a whole. */
	text[FAULT_MAX_VALUE - 1] = '\xc3';
	text[FAULT_MAX_VALUE] = '\xa4';
	assert_int_equal(
	    strlen(fault_value(text).text), FAULT_MAX_VALUE - 1 + 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(they_come_in_the_order_of_files_and_places),
	    cmocka_unit_test(the_same_is_said_once),
	    cmocka_unit_test(the_first_hundred_are_kept),
	    cmocka_unit_test(a_hundred_are_not_more),
	    cmocka_unit_test(one_is_printed_with_line_and_caret),
	    cmocka_unit_test(a_file_as_a_whole_has_no_line),
	    cmocka_unit_test(no_byte_of_a_file_reaches_a_terminal_raw),
	    cmocka_unit_test(values_are_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
