/* Texts that are fit to be shown, and where their lines break. */
#include "web/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/markup.h"

static void
assert_shows(const char *text, const char *wanted)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(10000);
	char *shown;

	plain_text(&html, text);
	shown = markup_text(strbuf_text(&html.buf));
	assert_string_equal(shown, wanted);
	free(shown);
}

static void
what_was_escaped_is_not_escaped_again(void **state)
{
	assert_shows("O=Foo\\, Inc.", "O=Foo\\, Inc.");
	assert_shows("\\x1b\\u{202E}", "\\x1b\\u{202E}");
	assert_shows("\\", "\\");
}

static void
what_was_not_escaped_is(void **state)
{
	assert_shows("<b>&\"'", "<b>&\"'");
	assert_shows("a\x1b[1m", "a\\x1b[1m");
	assert_shows("a\xe2\x80\xaez", "a\\u{202e}z");
}

static void
a_line_breaks_behind_a_pause_that_is_not_too_far_back(void **state)
{
	assert_int_equal(plain_line("short", 10), 5);
	assert_int_equal(plain_line("www.example.test", 13), 12);
	assert_int_equal(plain_line("one two three", 9), 8);
	assert_int_equal(plain_line("aaaaaaaaaaaaaaaaaaaa", 10), 10);
	assert_int_equal(plain_line("", 10), 0);
}

static void
no_character_is_cut_in_two(void **state)
{
	/* six letters of two bytes each */
	const char *text = "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc";

	assert_int_equal(plain_line(text, 4), 8);
	assert_int_equal(plain_line(text, 6), 12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_escaped_is_not_escaped_again),
	    cmocka_unit_test(what_was_not_escaped_is),
	    cmocka_unit_test(
		a_line_breaks_behind_a_pause_that_is_not_too_far_back),
	    cmocka_unit_test(no_character_is_cut_in_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
