/* Text for roff: nothing in it may become a request or a hyphen. */
#include "manual/roff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
assert_written(void (*add)(struct strbuf *buf, const char *text),
    const char *text, const char *expected)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(ROFF_MAX);

	add(&buf, text);
	assert_string_equal(strbuf_text(&buf), expected);
}

static void
an_argument_is_no_macro_and_keeps_its_characters(void **state)
{
	assert_written(roff_add, "Ar", "\\&Ar");
	assert_written(roff_add, "a-b", "\\&a\\-b");
	assert_written(
	    roff_add, "\\n\"'`~^", "\\&\\en\\(dq\\(aq\\(ga\\(ti\\(ha");
}

static void
a_name_is_not_hyphenated(void **state)
{
	assert_written(roff_sentences, "the MESSAGE_ID of leaf-only",
	    "the \\%MESSAGE_ID of \\%leaf\\-only\n");
}

static void
each_sentence_begins_a_line(void **state)
{
	assert_written(roff_sentences, "One thing. Another (with this.) End",
	    "One thing.\nAnother (with this.)\nEnd\n");
}

static void
what_stands_in_backquotes_is_bold(void **state)
{
	assert_written(roff_sentences, "see `explain all`, please",
	    "see \\fBexplain all\\fR, please\n");
}

static void
a_line_never_begins_a_request(void **state)
{
	assert_written(roff_sentences, ".nh here", "\\&.nh here\n");
	assert_written(roff_sentences, "'quoted", "\\(aqquoted\n");
	assert_written(roff_display, ".one\n\n'two",
	    ".Bd -literal -offset indent\n\\&.one\n\n\\(aqtwo\n.Ed\n");
}

static void
lines_stay_short_however_much_is_escaped(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(ROFF_MAX);
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(ROFF_MAX);
	const char *line;
	size_t seen = 0;

	for (int i = 0; i < 100; i++)
		strbuf_add(&text, "a-b-c 'd' ");
	roff_sentences(&buf, strbuf_text(&text));
	for (line = strbuf_text(&buf); *line != '\0'; seen++) {
		size_t len = strcspn(line, "\n");

		assert_in_range(len, 1, 80);
		line += len + 1;
	}
	assert_in_range(seen, 20, 100);
}

static void
a_row_becomes_a_sentence_but_its_values_stay(void **state)
{
	assert_written(roff_sentence_of, "do it", "Do it.\n");
	assert_written(
	    roff_sentence_of, "what for? (this.)", "What for?\n(this.)\n");
	assert_written(roff_sentence_of, "user:password of it",
	    "\\%user:password of it.\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_argument_is_no_macro_and_keeps_its_characters),
	    cmocka_unit_test(a_name_is_not_hyphenated),
	    cmocka_unit_test(each_sentence_begins_a_line),
	    cmocka_unit_test(what_stands_in_backquotes_is_bold),
	    cmocka_unit_test(a_line_never_begins_a_request),
	    cmocka_unit_test(lines_stay_short_however_much_is_escaped),
	    cmocka_unit_test(a_row_becomes_a_sentence_but_its_values_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
