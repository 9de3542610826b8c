/* What breaks on which day; see timeline.h. */
#include "web/timeline.h"

#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "base/timestamp.h"
#include "web/link.h"

#define DAY_WIDTH 10
#define HEIGHT 100
#define LEAST_HEIGHT 4 /* one endpoint is seen beside a thousand */
#define SOON_DAYS 7
#define TICK_DAYS 15
#define URL_MAX 16384
#define NUMBER_MAX 24

static int64_t
day_start(const struct selection *selection, size_t day)
{
	int64_t today = selection->now / SELECTION_DAY_S;

	return (today + (int64_t)day) * SELECTION_DAY_S;
}

static void
day_text(const struct selection *selection, size_t day,
    char text[TIMESTAMP_TEXT_MAX])
{
	timestamp_words(day_start(selection, day), text);
	text[strcspn(text, " ")] = '\0';
}

static size_t
most_of(const struct selection *selection)
{
	size_t most = 0;

	for (size_t i = 0; i < SELECTION_DAYS; i++) {
		if (selection->days[i].count > most)
			most = selection->days[i].count;
	}
	return most;
}

static size_t
sum_of(const struct selection *selection, size_t *ret_first)
{
	size_t sum = 0;

	for (size_t i = SELECTION_DAYS; i-- > 0;) {
		sum += selection->days[i].count;
		if (selection->days[i].count > 0)
			*ret_first = i;
	}
	return sum;
}

/* ---- the picture ----------------------------------------------------------
 */

/* By the root, so that few are seen beside many. */
static size_t
height_of(size_t count, size_t most)
{
	size_t height = HEIGHT;

	while (height > LEAST_HEIGHT &&
	    height * height * most > HEIGHT * HEIGHT * count)
		height--;
	return height;
}

/* What it stands for is read by pointing at it, and in the table. */
static void
add_bar(struct html *html, const struct selection *selection, size_t day,
    size_t most)
{
	size_t count = selection->days[day].count;
	size_t height = count == 0 ? 0 : height_of(count, most);
	char x[NUMBER_MAX], y[NUMBER_MAX], tall[NUMBER_MAX], wide[NUMBER_MAX];
	char date[TIMESTAMP_TEXT_MAX];

	if (count == 0)
		return;
	day_text(selection, day, date);
	snprintf(x, sizeof x, "%zu", day * DAY_WIDTH + 1);
	snprintf(y, sizeof y, "%zu", HEIGHT - height);
	snprintf(tall, sizeof tall, "%zu", height);
	snprintf(wide, sizeof wide, "%d", DAY_WIDTH - 2);
	html_open(html, "rect", "class", day < SOON_DAYS ? "bar soon" : "bar",
	    "x", x, "y", y, "width", wide, "height", tall, NULL);
	html_open(html, "title", NULL);
	html_textf(html, "%s: %zu", date, count);
	html_close(html, "title");
	html_close(html, "rect");
}

static void
add_line(struct html *html, const char *class, size_t x1, size_t y1, size_t x2,
    size_t y2)
{
	char values[4][NUMBER_MAX];

	snprintf(values[0], NUMBER_MAX, "%zu", x1);
	snprintf(values[1], NUMBER_MAX, "%zu", y1);
	snprintf(values[2], NUMBER_MAX, "%zu", x2);
	snprintf(values[3], NUMBER_MAX, "%zu", y2);
	html_element(html, "line", NULL, "class", class, "x1", values[0], "y1",
	    values[1], "x2", values[2], "y2", values[3], NULL);
}

static void
add_picture(struct html *html, const struct selection *selection, size_t most)
{
	char box[2 * NUMBER_MAX];

	snprintf(box, sizeof box, "0 0 %d %d", SELECTION_DAYS * DAY_WIDTH,
	    HEIGHT + 1);
	html_open(html, "svg", "class", "timeline", "viewBox", box,
	    "preserveAspectRatio", "none", "role", "img", "aria-label",
	    "A bar a day: how many endpoints break; the table below says the "
	    "same",
	    NULL);
	for (size_t day = 0; day < SELECTION_DAYS; day += TICK_DAYS)
		add_line(
		    html, "grid", day * DAY_WIDTH, 0, day * DAY_WIDTH, HEIGHT);
	for (size_t day = 0; day < SELECTION_DAYS; day++)
		add_bar(html, selection, day, most);
	add_line(html, "axis", 0, HEIGHT, SELECTION_DAYS * DAY_WIDTH, HEIGHT);
	html_close(html, "svg");
	html_open(
	    html, "p", "class", "ticks number", "aria-hidden", "true", NULL);
	for (size_t day = 0; day < SELECTION_DAYS; day += TICK_DAYS) {
		char date[TIMESTAMP_TEXT_MAX];

		day_text(selection, day, date);
		html_element(html, "span", date + 5, NULL); /* no year */
	}
	html_close(html, "p");
}

/* ---- the words ------------------------------------------------------------
 */

static void
add_named(struct html *html, const struct selection_day *slot)
{
	size_t named = slot->count < SELECTION_DAY_NAMED ? slot->count
							 : SELECTION_DAY_NAMED;

	for (size_t i = 0; i < named; i++) {
		const char *id = slot->named[i]->endpoint->id;
		CLEANUP(free) char *to = web_link("/endpoints/", id);

		if (i > 0)
			html_text(html, ", ");
		html_element(html, "a", id, "href", to, NULL);
	}
	if (slot->count > named)
		html_textf(html, " and %zu more", slot->count - named);
}

static void
add_row(struct html *html, const struct selection *selection, size_t day,
    const char *url)
{
	CLEANUP(strbuf_clear) struct strbuf to = STRBUF_INIT(URL_MAX);
	const struct selection_day *slot = &selection->days[day];
	char date[TIMESTAMP_TEXT_MAX];

	day_text(selection, day, date);
	strbuf_add(&to, url);
	web_link_query(&to, "breaks_by", date);
	html_open(html, "tr", NULL);
	html_open(html, "th", "scope", "row", "class", "short", NULL);
	html_element(html, "a", date, "href", strbuf_text(&to), "title",
	    "what has broken by then", NULL);
	html_close(html, "th");
	html_open(
	    html, "td", "class", "number", "data-head", "Endpoints", NULL);
	html_textf(html, "%zu", slot->count);
	html_close(html, "td");
	html_open(html, "td", "data-head", "Which", NULL);
	add_named(html, slot);
	html_close(html, "td");
	html_close(html, "tr");
}

static void
add_table(struct html *html, const struct selection *selection, const char *url)
{
	html_open(html, "details", NULL);
	html_element(html, "summary", "The same as a table", NULL);
	html_open(html, "table", "class", "rows", NULL);
	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	html_element(html, "th", "Day", "scope", "col", NULL);
	html_element(html, "th", "Endpoints", "scope", "col", NULL);
	html_element(html, "th", "Which", "scope", "col", NULL);
	html_close(html, "tr");
	html_close(html, "thead");
	html_open(html, "tbody", NULL);
	for (size_t day = 0; day < SELECTION_DAYS; day++) {
		if (selection->days[day].count > 0)
			add_row(html, selection, day, url);
	}
	html_close(html, "tbody");
	html_close(html, "table");
	html_close(html, "details");
}

void
timeline_add(
    struct html *html, const struct selection *selection, const char *url)
{
	size_t first = 0, sum = sum_of(selection, &first);
	char date[TIMESTAMP_TEXT_MAX];

	html_open(html, "section", "class", "panel", "aria-labelledby",
	    "breaks", NULL);
	html_element(html, "h2", "What breaks in the next 90 days", "id",
	    "breaks", NULL);
	html_open(html, "p", NULL);
	if (sum == 0) {
		html_text(html, "Nothing does, as far as is known.");
	} else {
		day_text(selection, first, date);
		html_textf(html,
		    "%zu endpoint%s if nothing is renewed, the first on %s.",
		    sum, sum == 1 ? "" : "s", date);
	}
	html_close(html, "p");
	if (sum > 0) {
		add_picture(html, selection, most_of(selection));
		add_table(html, selection, url);
	}
	html_close(html, "section");
}
