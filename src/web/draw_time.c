/* What was, along a line of time; see draw_time.h. */
#include "web/draw_time.h"

#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "web/plain.h"

#define MARGIN 6
#define TOP 4
#define ROW 14 /* of bars; a bar is a little lower */
#define BAR 10
#define MARKS 24 /* height of the marks' row */
#define SCALE 20 /* of the dates below */
#define LEAST 3	 /* a bar that is shorter would not be seen */
#define NUMBER_MAX 24
#define PATH_MAX_BYTES 200

void
time_line_clear(struct time_line *line)
{
	ARRAY_CLEAR(&line->bars);
	ARRAY_CLEAR(&line->marks);
}

static int
x_of(const struct time_line *line, int64_t at)
{
	int64_t span = line->to > line->from ? line->to - line->from : 1;
	int64_t clamped = at < line->from ? line->from
	    : at > line->to		  ? line->to
					  : at;

	return MARGIN +
	    (int)((double)(clamped - line->from) *
		(DRAW_TIME_WIDTH - 2 * MARGIN) / (double)span);
}

static int64_t
end_of(const struct time_line *line, const struct time_bar *bar)
{
	return bar->to == 0 ? (line->now < line->to ? line->now : line->to)
			    : bar->to;
}

static int
width_of(const struct time_line *line, const struct time_bar *bar)
{
	int width = x_of(line, end_of(line, bar)) - x_of(line, bar->from);

	return width > LEAST ? width : LEAST;
}

static const char *
number(int value, char text[NUMBER_MAX])
{
	snprintf(text, NUMBER_MAX, "%d", value);
	return text;
}

/* The first row that is free where the bar begins. */
static int
row_of(const struct time_line *line, const struct time_bar *bar,
    int ends[DRAW_TIME_ROWS_MAX])
{
	int x = x_of(line, bar->from), row = 0;

	while (row < DRAW_TIME_ROWS_MAX - 1 && ends[row] > x)
		row++;
	if (ends[row] < x + width_of(line, bar) + 1)
		ends[row] = x + width_of(line, bar) + 1;
	return row;
}

static int
add_bars(struct html *html, const struct time_line *line)
{
	int ends[DRAW_TIME_ROWS_MAX] = {0}, rows = 0;

	ARRAY_EACH (bar, &line->bars) {
		char x[NUMBER_MAX], y[NUMBER_MAX], w[NUMBER_MAX];
		char h[NUMBER_MAX], names[NUMBER_MAX];
		int row = row_of(line, bar, ends);

		rows = row + 1 > rows ? row + 1 : rows;
		snprintf(names, sizeof names, "bar %s",
		    severity_text(bar->severity));
		html_open(html, "rect", "class", names, "x",
		    number(x_of(line, bar->from), x), "y",
		    number(TOP + row * ROW, y), "width",
		    number(width_of(line, bar), w), "height", number(BAR, h),
		    "rx", "2", NULL);
		plain_element(html, "title", NULL, bar->title);
		html_close(html, "rect");
	}
	return TOP + rows * ROW;
}

static const char *
mark_class(enum time_mark_kind kind)
{
	switch (kind) {
	case TIME_MARK_RENEWAL: return "mark renewal";
	case TIME_MARK_CHANGE: return "mark change";
	case TIME_MARK_END: return "mark end";
	}
	return "mark";
}

/* A renewal is a disc, another change a diamond, the end a cross: they can be
 * told apart without colours. */
static void
fill_shape(struct strbuf *path, enum time_mark_kind kind, int x, int y)
{
	switch (kind) {
	case TIME_MARK_RENEWAL:
		strbuf_addf(
		    path, "M%d %da5 5 0 1 0 10 0a5 5 0 1 0-10 0z", x - 5, y);
		return;
	case TIME_MARK_CHANGE:
		strbuf_addf(path, "M%d %dl5 5l-5 5l-5-5z", x, y - 5);
		return;
	case TIME_MARK_END:
		strbuf_addf(path, "M%d %dl10 10M%d %dl-10 10", x - 5, y - 5,
		    x + 5, y - 5);
		return;
	}
}

static void
add_marks(struct html *html, const struct time_line *line, int y)
{
	ARRAY_EACH (mark, &line->marks) {
		CLEANUP(strbuf_clear)
		struct strbuf path = STRBUF_INIT(PATH_MAX_BYTES);

		fill_shape(&path, mark->kind, x_of(line, mark->at), y);
		html_open(html, "path", "class", mark_class(mark->kind), "d",
		    strbuf_text(&path), NULL);
		plain_element(html, "title", NULL, mark->title);
		html_close(html, "path");
	}
}

static void
add_rule(
    struct html *html, const char *class_name, int x1, int y1, int x2, int y2)
{
	CLEANUP(strbuf_clear) struct strbuf path = STRBUF_INIT(PATH_MAX_BYTES);

	strbuf_addf(&path, "M%d %dL%d %d", x1, y1, x2, y2);
	html_open(
	    html, "path", "class", class_name, "d", strbuf_text(&path), NULL);
	html_close(html, "path");
}

static void
add_date(struct html *html, int x, int y, const char *anchor, const char *words)
{
	char at_x[NUMBER_MAX], at_y[NUMBER_MAX];

	html_open(html, "text", "class", "date", "x", number(x, at_x), "y",
	    number(y, at_y), "text-anchor", anchor, NULL);
	html_text(html, words);
	html_close(html, "text");
}

static void
add_scale(struct html *html, const struct time_line *line, int y)
{
	char text[TIMESTAMP_TEXT_MAX];
	int now = x_of(line, line->now);
	bool has_now = line->now > line->from && line->now < line->to;

	add_rule(html, "axis", MARGIN, y, DRAW_TIME_WIDTH - MARGIN, y);
	if (has_now)
		add_rule(html, "now", now, TOP - 2, now, y + 4);
	timestamp_format(line->from, text);
	text[strlen("2026-11-21")] = '\0';
	add_date(html, MARGIN, y + 14, "start", text);
	timestamp_format(line->to, text);
	text[strlen("2026-11-21")] = '\0';
	add_date(html, DRAW_TIME_WIDTH - MARGIN, y + 14, "end",
	    line->now == line->to ? "now" : text);
	/* where it would not stand on one of these */
	if (has_now && now > MARGIN + 90 && now < DRAW_TIME_WIDTH - 90)
		add_date(html, now, y + 14, "middle", "now");
}

void
draw_time(struct html *html, const struct time_line *line)
{
	char height[NUMBER_MAX], width[NUMBER_MAX];
	CLEANUP(strbuf_clear) struct strbuf box = STRBUF_INIT(PATH_MAX_BYTES);
	int ends[DRAW_TIME_ROWS_MAX] = {0}, rows = 0, y;

	ARRAY_EACH (bar, &line->bars) {
		int row = row_of(line, bar, ends);

		rows = row + 1 > rows ? row + 1 : rows;
	}
	y = TOP + rows * ROW + MARKS;
	strbuf_addf(&box, "0 0 %d %d", DRAW_TIME_WIDTH, y + SCALE);
	html_open(html, "svg", "class", "time", "role", "img", "aria-label",
	    "Incidents and renewals along a line of time; the list says the "
	    "same in words",
	    "viewBox", strbuf_text(&box), "width",
	    number(DRAW_TIME_WIDTH, width), "height", number(y + SCALE, height),
	    NULL);
	add_scale(html, line, y);
	y = add_bars(html, line);
	add_marks(html, line, y + MARKS / 2);
	html_close(html, "svg");
}
