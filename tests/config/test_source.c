/* Bytes of a file, and how a place in them is shown. */
#include "config/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct source *
make(const char *text, size_t len)
{
	uint8_t *copy = mem_new(1, len + 1);

	memcpy(copy, text, len);
	return source_new("test", 1, copy, len);
}

static void
line_ends_become_one_byte(void **state)
{
	static const struct {
		const char *text, *bytes;
	} rows[] = {
	    {"a\r\nb\r\n", "a\nb\n"},
	    {"a\rb", "a\rb"},
	    {"\r\r\n\n", "\r\n\n"},
	    {"\xef\xbb\xbfkey: x\n", "key: x\n"},
	    {"\r", "\r"},
	    {"", ""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(source_free)
		struct source *source =
		    make(rows[i].text, strlen(rows[i].text));

		assert_string_equal((char *)source->bytes, rows[i].bytes);
		assert_int_equal(source->len, strlen(rows[i].bytes));
	}
}

static void
what_is_no_text_is_refused_where_it_stands(void **state)
{
	static const struct {
		const char *text;
		size_t len, offset;
		const char *words; /* NULL: fine */
	} rows[] = {
	    {"a: b\n\t# tab\r", 12, 0, NULL},
	    {"gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x94\x92", 16, 0, NULL},
	    {"a\nb\xfc", 4, 3,
		"byte 0xfc is not UTF-8; save the file as UTF-8"},
	    {"a\xc3", 2, 1, "byte 0xc3 is not UTF-8; save the file as UTF-8"},
	    {"abc\0d", 5, 3, "control character 0x00; remove it"},
	    {"a\x1b[0m", 5, 1, "control character 0x1b; remove it"},
	    {"a\x7f", 2, 1, "control character 0x7f; remove it"},
	    {"a\xc2\x85", 3, 1, "control character 0x85; remove it"},
	    {"\xff\xfe"
	     "a\0",
		4, 0, "this file is in UTF-16; save it as UTF-8"},
	    {"\xfe\xff\0a", 4, 0, "this file is in UTF-16; save it as UTF-8"},
	    {"a\0b\0", 4, 0, "this file is in UTF-16; save it as UTF-8"},
	    {"ab\xef\xbb\xbf", 5, 2,
		"a byte order mark within the file; remove it"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(source_free)
		struct source *source = make(rows[i].text, rows[i].len);
		struct error err = ERROR_INIT;
		size_t offset = 0;

		assert_int_equal(
		    source_check(source, &offset, &err), rows[i].words == NULL);
		if (rows[i].words == NULL)
			continue;
		assert_string_equal(err.message, rows[i].words);
		assert_int_equal(offset, rows[i].offset);
	}
}

static void
characters_are_found_in_any_order(void **state)
{
	static const char text[] = "a\xc3\xa4"
				   "b\xe4\xb8\xad"
				   "c";
	static const size_t offsets[] = {0, 1, 3, 4, 7, 8, 8};
	CLEANUP(source_free) struct source *source = make(text, 8);

	for (size_t i = 0; i < 7; i++)
		assert_int_equal(source_offset(source, i), offsets[i]);
	for (size_t i = 6; i-- > 0;)
		assert_int_equal(source_offset(source, i), offsets[i]);
	assert_int_equal(source_offset(source, 4), 7);
	assert_int_equal(source_offset(source, 1), 1);
	assert_int_equal(source_offset(source, 1000), 8);
}

static void
places_count_lines_and_characters(void **state)
{
	static const char text[] = "ab\n\xc3\xa4\xc3\xb6x\n\ny\rz";
	static const struct {
		size_t offset, line, column;
	} rows[] = {
	    {0, 1, 1}, {2, 1, 3}, {3, 2, 1}, {7, 2, 3}, {9, 3, 1}, {10, 4, 1},
	    {12, 5, 1}, {13, 5, 2}, /* the end */
	};
	CLEANUP(source_free) struct source *source = make(text, 13);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct source_place place =
		    source_place(source, rows[i].offset);

		assert_int_equal(place.line, rows[i].line);
		assert_int_equal(place.column, rows[i].column);
	}
}

static void
the_caret_stands_under_what_it_means(void **state)
{
	static const struct {
		const char *line;
		size_t start, end;
		const char *text;
		size_t column, len;
	} rows[] = {
	    {"key: value", 5, 10, "key: value", 5, 5},
	    {"key: value", 0, 3, "key: value", 0, 3},
	    {"key:", 4, 4, "key:", 4, 1},
	    {"\tkey", 1, 4, "        key", 8, 3},
	    {"ab\tkey", 3, 6, "ab      key", 8, 3},
	    {"a\tb", 1, 2, "a       b", 1, 7},
	    {"\xe4\xb8\xad: x", 5, 6, "\xe4\xb8\xad: x", 4, 1},
	    {"x: \xe4\xb8\xad", 3, 6, "x: \xe4\xb8\xad", 3, 2},
	    {"a\x07"
	     "b",
		2, 3, "a\\x07b", 5, 1},
	    {"a\xff"
	     "b",
		1, 2, "a\\xffb", 1, 4},
	    {"a\\b", 2, 3, "a\\\\b", 3, 1},
	    {"e\xcc\x81: x", 5, 6, "e\xcc\x81: x", 3, 1},
	    {"one\ntwo\nthree", 4, 12, "two", 0, 3},
	    {"", 0, 0, "", 0, 1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(source_free)
		struct source *source =
		    make(rows[i].line, strlen(rows[i].line));
		struct source_view view =
		    source_show(source, rows[i].start, rows[i].end);

		assert_string_equal(view.text, rows[i].text);
		assert_int_equal(view.caret_column, rows[i].column);
		assert_int_equal(view.caret_len, rows[i].len);
		free(view.text);
	}
}

static void
a_long_line_is_a_window(void **state)
{
	char line[2001];
	CLEANUP(source_free) struct source *source = NULL;
	static const size_t starts[] = {0, 30, 59, 60, 500, 1999};

	memset(line, '.', 2000);
	source = make(line, 2000);
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		struct source_view view;

		source->bytes[starts[i]] = 'X';
		view = source_show(source, starts[i], starts[i] + 1);
		assert_true(strlen(view.text) <= SOURCE_WINDOW_CELLS + 3);
		assert_int_equal(view.text[view.caret_column], 'X');
		assert_int_equal(view.caret_len, 1);
		free(view.text);
		source->bytes[starts[i]] = '.';
	}
}

static void
a_window_of_escapes_still_shows_the_fault(void **state)
{
	char line[201];
	CLEANUP(source_free) struct source *source = NULL;
	struct source_view view;

	memset(line, '\x01', 200);
	line[100] = 'X';
	source = make(line, 200);
	view = source_show(source, 100, 101);
	assert_int_equal(view.text[view.caret_column], 'X');
	free(view.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(line_ends_become_one_byte),
	    cmocka_unit_test(what_is_no_text_is_refused_where_it_stands),
	    cmocka_unit_test(characters_are_found_in_any_order),
	    cmocka_unit_test(places_count_lines_and_characters),
	    cmocka_unit_test(the_caret_stands_under_what_it_means),
	    cmocka_unit_test(a_long_line_is_a_window),
	    cmocka_unit_test(a_window_of_escapes_still_shows_the_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
