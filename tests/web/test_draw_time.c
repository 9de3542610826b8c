/* What was, along a line of time. */
#include "web/draw_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/markup.h"

#define DAY INT64_C(86400)
#define NOW (INT64_C(20000) * DAY)

static const char *
draw(struct html *html, struct time_line *line)
{
	*html = (struct html)HTML_INIT(1u << 20);
	draw_time(html, line);
	time_line_clear(line);
	markup_check(strbuf_text(&html->buf));
	return strbuf_text(&html->buf);
}

static struct time_line
line_of(int days)
{
	return (struct time_line){
	    .from = NOW - days * DAY, .to = NOW, .now = NOW};
}

static void
add_bar(struct time_line *line, int from, int to, enum severity severity)
{
	*ARRAY_ADD(&line->bars) = (struct time_bar){
	    .from = NOW - from * DAY,
	    .to = to == 0 ? 0 : NOW - to * DAY,
	    .severity = severity,
	    .title = "leaf-only <b>",
	};
}

static void
each_incident_is_a_bar_of_its_severity(void **state)
{
	struct time_line line = line_of(100);
	struct html html;
	const char *markup;
	char *text;

	add_bar(&line, 90, 80, SEVERITY_WARNING);
	add_bar(&line, 10, 0, SEVERITY_CRITICAL);
	markup = draw(&html, &line);
	assert_int_equal(markup_count(markup, "rect", "class", "bar"), 2);
	assert_int_equal(markup_count(markup, "rect", "class", "critical"), 1);
	text = markup_text(markup);
	assert_non_null(strstr(text, "leaf-only <b>"));
	assert_non_null(strstr(text, "now"));
	free(text);
	html_clear(&html);
}

static void
bars_that_overlap_stand_in_rows_and_others_share_one(void **state)
{
	struct time_line line = line_of(100);
	struct html html;
	const char *markup;

	add_bar(&line, 90, 50, SEVERITY_WARNING);
	add_bar(&line, 60, 40, SEVERITY_WARNING);
	add_bar(&line, 20, 10, SEVERITY_WARNING);
	markup = draw(&html, &line);
	assert_int_equal(markup_count(markup, "rect", "y", "4"), 2);
	assert_int_equal(markup_count(markup, "rect", "y", "18"), 1);
	html_clear(&html);
}

static void
very_many_bars_take_no_more_room_than_their_rows(void **state)
{
	struct time_line line = line_of(100);
	struct html html;
	const char *markup;

	for (int i = 0; i < 500; i++)
		add_bar(&line, 90, 0, SEVERITY_NOTICE);
	markup = draw(&html, &line);
	assert_int_equal(markup_count(markup, "rect", "y", "102"), 493);
	html_clear(&html);
}

static void
what_lies_outside_is_drawn_at_the_edge(void **state)
{
	struct time_line line = line_of(10);
	struct html html;
	const char *markup;

	add_bar(&line, 400, 399, SEVERITY_WARNING);
	markup = draw(&html, &line);
	assert_int_equal(markup_count(markup, "rect", "x", "6"), 1);
	assert_int_equal(markup_count(markup, "rect", "width", "3"), 1);
	html_clear(&html);
}

static void
marks_differ_by_shape_and_an_end_ahead_moves_now(void **state)
{
	struct time_line line = line_of(100);
	struct html html;
	const char *markup;

	line.to = NOW + 30 * DAY;
	*ARRAY_ADD(&line.marks) = (struct time_mark){
	    .at = NOW - DAY, .kind = TIME_MARK_RENEWAL, .title = "renewed"};
	*ARRAY_ADD(&line.marks) = (struct time_mark){
	    .at = NOW - DAY, .kind = TIME_MARK_CHANGE, .title = "rebuilt"};
	*ARRAY_ADD(&line.marks) = (struct time_mark){
	    .at = line.to, .kind = TIME_MARK_END, .title = "breaks"};
	markup = draw(&html, &line);
	assert_int_equal(markup_count(markup, "path", "class", "renewal"), 1);
	assert_int_equal(markup_count(markup, "path", "class", "change"), 1);
	assert_int_equal(markup_count(markup, "path", "class", "end"), 1);
	assert_int_equal(markup_count(markup, "path", "class", "now"), 1);
	html_clear(&html);
}

static void
an_empty_line_and_one_without_length_are_drawn(void **state)
{
	struct time_line line = {.from = NOW, .to = NOW, .now = NOW};
	struct html html;

	assert_int_equal(
	    markup_count(draw(&html, &line), "svg", "class", "time"), 1);
	html_clear(&html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_incident_is_a_bar_of_its_severity),
	    cmocka_unit_test(
		bars_that_overlap_stand_in_rows_and_others_share_one),
	    cmocka_unit_test(very_many_bars_take_no_more_room_than_their_rows),
	    cmocka_unit_test(what_lies_outside_is_drawn_at_the_edge),
	    cmocka_unit_test(marks_differ_by_shape_and_an_end_ahead_moves_now),
	    cmocka_unit_test(an_empty_line_and_one_without_length_are_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
