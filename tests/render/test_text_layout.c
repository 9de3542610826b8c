/* Wrapping, pasting, dates and plain ASCII. */
#include "render/text_layout.h"

#include "base/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char shown[4096];

static const char *
keep(struct strbuf *buf)
{
	assert_true(buf->len < sizeof shown);
	memcpy(shown, strbuf_text(buf), buf->len + 1);
	strbuf_clear(buf);
	return shown;
}

static const struct render_style narrow = {.width = 40};

static const char *
wrapped(size_t column, size_t indent, const char *text)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_wrap(&buf, &narrow, column, indent, TEXT_PLAIN, text);
	return keep(&buf);
}

static void
words_wrap_at_the_width_and_indent(void **state)
{
	assert_string_equal(
	    wrapped(2, 2, "one two three four five six seven eight"),
	    "one two three four five six seven\n  eight\n");
}

static void
a_word_that_has_no_room_after_a_column_goes_below(void **state)
{
	assert_string_equal(
	    wrapped(30, 4, "abcdefghijklmno"), "\n    abcdefghijklmno\n");
}

static void
a_word_longer_than_the_line_stays_whole(void **state)
{
	assert_string_equal(
	    wrapped(
		0, 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b"),
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nb\n");
}

static void
lines_of_the_text_stay_lines(void **state)
{
	assert_string_equal(
	    wrapped(0, 3, "one\ntwo\n\nthree"), "one\n   two\n\n   three\n");
}

static void
without_a_width_nothing_wraps(void **state)
{
	const struct render_style wide = {.width = 0};
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	for (int i = 0; i < 50; i++)
		strbuf_add(&buf, "word ");
	keep(&buf);
	text_wrap(&buf, &wide, 0, 0, TEXT_PLAIN, shown);
	assert_null(memchr(strbuf_text(&buf), '\n', buf.len - 1));
	strbuf_clear(&buf);
}

static void
commands_are_never_broken_and_comments_are(void **state)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_paste(&buf, &narrow, 2,
	    "# a comment in prose that is longer than forty columns\n"
	    "openssl s_client -connect www.example.com:443 -showcerts\n"
	    "#   ssl_certificate     /etc/nginx/fullchain-of-this-host.pem;");
	assert_string_equal(keep(&buf),
	    "  # a comment in prose that is longer\n"
	    "  # than forty columns\n"
	    "  openssl s_client -connect www.example.com:443 -showcerts\n"
	    "  #   ssl_certificate     "
	    "/etc/nginx/fullchain-of-this-host.pem;\n");
}

static void
columns_count_what_a_terminal_shows(void **state)
{
	assert_int_equal(text_columns("abc"), 3);
	assert_int_equal(text_columns("M\u00fcnchen"), 7);
	assert_int_equal(text_columns("e\u0301"), 1);
	assert_int_equal(text_columns("\u65e5\u672c"), 4);
	assert_int_equal(text_columns("\xff"), 1);
}

static void
colour_is_written_only_where_it_is_wanted(void **state)
{
	const struct render_style coloured = {.has_colour = true};
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_add(&buf, &coloured, TEXT_GREEN, "ok");
	assert_string_equal(keep(&buf), "\x1b[32mok\x1b[0m");
	text_add(&buf, &narrow, TEXT_GREEN, "ok");
	assert_string_equal(keep(&buf), "ok");
	text_add_severity(&buf, &narrow, SEVERITY_CRITICAL);
	assert_string_equal(keep(&buf), "critical");
}

static const char *
date(int64_t when, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_add_date(&buf, when, now);
	return keep(&buf);
}

static void
dates_say_how_far_they_are(void **state)
{
	int64_t now = 1780272000;

	assert_string_equal(
	    date(now + 45 * 86400, now), "2026-07-16 (45 days)");
	assert_string_equal(
	    date(now - 86400, now), "2026-05-31 00:00 UTC (1 day ago)");
	assert_string_equal(
	    date(now + 3600, now), "2026-06-01 01:00 UTC (1 hour)");
	assert_string_equal(
	    date(now + INT64_C(3652) * 86400, now), "2036-05-31 (9 years)");
	assert_string_equal(date(TIMESTAMP_NEVER, now), "never");
}

static void
ascii_leaves_no_byte_above_0x7f(void **state)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_ascii(&buf,
	    "M\u00fcnchen \xc2\x9b"
	    "31m \xff");
	assert_string_equal(keep(&buf), "M\\u{fc}nchen \\u{9b}31m \\u{ff}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_wrap_at_the_width_and_indent),
	    cmocka_unit_test(a_word_that_has_no_room_after_a_column_goes_below),
	    cmocka_unit_test(a_word_longer_than_the_line_stays_whole),
	    cmocka_unit_test(lines_of_the_text_stay_lines),
	    cmocka_unit_test(without_a_width_nothing_wraps),
	    cmocka_unit_test(commands_are_never_broken_and_comments_are),
	    cmocka_unit_test(columns_count_what_a_terminal_shows),
	    cmocka_unit_test(colour_is_written_only_where_it_is_wanted),
	    cmocka_unit_test(dates_say_how_far_they_are),
	    cmocka_unit_test(ascii_leaves_no_byte_above_0x7f),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
