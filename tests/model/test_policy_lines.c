/* The text of a policy as rows of words. */
#include "model/policy_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

/* All rows of a text, "keyword key=value ..." with line numbers. */
static bool
rows_of(const char *text, char *ret_rows, size_t size, struct error *err)
{
	struct policy_lines lines;
	struct policy_row row;
	bool has_row = true, ok;

	ret_rows[0] = '\0';
	ok = policy_lines_open(&lines, "f", text, strlen(text), err);
	while (ok && has_row) {
		size_t used = strlen(ret_rows);

		ok = policy_lines_next(&lines, &row, &has_row, err);
		if (!ok || !has_row)
			break;
		used += (size_t)snprintf(ret_rows + used, size - used, "%zu:%s",
		    row.line, row.keyword);
		for (size_t i = 0; i < row.len; i++)
			used += (size_t)snprintf(ret_rows + used, size - used,
			    " %zu:%s=[%s]", row.words[i].line,
			    row.words[i].key != NULL ? row.words[i].key : "",
			    row.words[i].value);
		snprintf(ret_rows + used, size - used, ";");
	}
	policy_lines_close(&lines);
	return ok;
}

static void
rows_go_on_in_lines_that_begin_with_a_blank(void **state)
{
	static const struct {
		const char *text, *rows;
	} rows[] = {
	    {"", ""},
	    {"# only\n\n", ""},
	    {"version 1", "1:version 1:=[1];"},
	    {"a x=1\nb y=2\n", "1:a 1:x=[1];2:b 2:y=[2];"},
	    {"a x=1\n\ty=2\n  z=3\nb\n", "1:a 1:x=[1] 2:y=[2] 3:z=[3];4:b;"},
	    {"a x=1\n# between\n\n\ty=2\n", "1:a 1:x=[1] 4:y=[2];"},
	    {"a\r\n\tx=1\r\nb\r\n", "1:a 2:x=[1];3:b;"},
	    {"a x=1 # why\nb", "1:a 1:x=[1];2:b;"},
	    {"a x=\"two words\" y=\"\"\tz=q\n",
		"1:a 1:x=[two words] 1:y=[] 1:z=[q];"},
	    {"a x=\"# kept\"\n", "1:a 1:x=[# kept];"},
	    {"a x=1=2\n", "1:a 1:x=[1=2];"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		char text[1000];

		assert_true(rows_of(rows[i].text, text, sizeof text, &err));
		assert_string_equal(text, rows[i].rows);
	}
}

static void
faults_have_their_line(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
	    {"a\n b=1\n\n c=\"x\n", "f:4: a quote is opened and not closed"},
	    {"a b=\"x\"y\n", "f:1: a closing quote must end its word"},
	    {"a\n =1\n", "f:2: a word must begin with the name of a key"},
	    {" a\n", "f:1: a row must begin at the start of its line"},
	    {"# c\nx=1\n", "f:2: a row must begin with a keyword"},
	    {"a\nb\n\x1b[2J", "f:3: a control character"},
	    {"a x=1 \"y\"\n", "f:1: a word must begin"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		char text[1000];

		assert_false(rows_of(rows[i].text, text, sizeof text, &err));
		assert_int_equal(err.kind, ERROR_INVALID);
		assert_memory_equal(
		    err.message, rows[i].message, strlen(rows[i].message));
	}
}

/* "a" and count words */
static void
words(char *text, int count)
{
	*text++ = 'a';
	for (int i = 0; i < count; i++) {
		memcpy(text, " x=1", 4);
		text += 4;
	}
	*text = '\0';
}

static void
every_limit_is_one(void **state)
{
	char text[3000], rows[4000];
	struct policy_lines lines;
	struct error err = ERROR_INIT;

	words(text, POLICY_ROW_MAX_WORDS);
	assert_true(rows_of(text, rows, sizeof rows, NULL));
	words(text, POLICY_ROW_MAX_WORDS + 1);
	assert_false(rows_of(text, rows, sizeof rows, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);

	memset(text, 'y', sizeof text);
	memcpy(text, "a x=", 4);
	text[4 + POLICY_VALUE_MAX] = '\0';
	assert_true(rows_of(text, rows, sizeof rows, NULL));
	text[4 + POLICY_VALUE_MAX] = 'y';
	text[4 + POLICY_VALUE_MAX + 1] = '\0';
	assert_false(rows_of(text, rows, sizeof rows, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);

	assert_false(policy_lines_open(
	    &lines, "f", text, (size_t)POLICY_MAX_BYTES + 1, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_go_on_in_lines_that_begin_with_a_blank),
	    cmocka_unit_test(faults_have_their_line),
	    cmocka_unit_test(every_limit_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
