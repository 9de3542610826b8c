/* Certificates as a table; see inventory_text.h. */
#include "cli/inventory_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/safe_print.h"
#include "base/timestamp.h"
#include "base/utf8.h"
#include "cli/history_text.h"
#include "render/text_layout.h"

#define SHOWN_MAX 2000 /* characters of one text */
#define LINE_BYTES 65536
#define NOTE_NAMES 20 /* named in one note */
#define DATE_LEN 10
#define DAY_S 86400
#define EXPIRED_SOON_DAYS 14
#define WIDTH_DEFAULT 80
#define WIDTH_LEAST 60
#define INDENT 2

enum column {
	COLUMN_ENDS,
	COLUMN_IN,
	COLUMN_USE,
	COLUMN_NAME,
	COLUMN_ISSUER,
	COLUMN_AT,
	COLUMN_COUNT,
};

static const char *const headings[COLUMN_COUNT] = {
    "ENDS", "IN", "USE", "NAME", "ISSUER", "AT"};

static const char *
member(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

/* What the first three do not take is shared by the others. */
static void
measure(const struct render_style *style, size_t widths[COLUMN_COUNT])
{
	size_t whole = style->width == 0 ? WIDTH_DEFAULT : style->width;
	size_t rest;

	if (whole < WIDTH_LEAST)
		whole = WIDTH_LEAST;
	widths[COLUMN_ENDS] = DATE_LEN;
	widths[COLUMN_IN] = 5;
	widths[COLUMN_USE] = 6;
	rest = whole - DATE_LEN - 5 - 6 - 5 * INDENT;
	widths[COLUMN_ISSUER] = rest * 3 / 10;
	widths[COLUMN_NAME] = (rest - widths[COLUMN_ISSUER]) / 2;
	widths[COLUMN_AT] = rest - widths[COLUMN_ISSUER] - widths[COLUMN_NAME];
}

/* Cut to its columns, with "..." where something is cut off; where no width is
 * known, nothing is. */
static void
add_cell(struct strbuf *buf, const struct render_style *style,
    enum text_colour colour, const char *text, size_t width, bool is_last)
{
	CLEANUP(strbuf_clear) struct strbuf cell = STRBUF_INIT(LINE_BYTES);
	size_t columns = text_columns(text), used = 0, len = strlen(text);

	while (len > 0) {
		uint32_t c;
		size_t n = utf8_decode(text, len, &c);
		size_t cells = n == 0 ? 1 : utf8_cells(c);

		if (style->width > 0 && columns > width &&
		    used + cells + 3 > width)
			break;
		strbuf_add_bytes(&cell, text, n == 0 ? 1 : n);
		used += cells;
		text += n == 0 ? 1 : n;
		len -= n == 0 ? 1 : n;
	}
	if (len > 0) {
		strbuf_add(&cell, "...");
		used += 3;
	}
	text_add(buf, style, colour, strbuf_text(&cell));
	if (!is_last)
		text_pad(buf, (used < width ? width - used : 0) + INDENT);
}

void
inventory_text_heading(struct strbuf *buf, const struct render_style *style)
{
	size_t widths[COLUMN_COUNT];

	measure(style, widths);
	for (int i = 0; i < COLUMN_COUNT; i++)
		add_cell(buf, style, TEXT_PLAIN, headings[i], widths[i],
		    i + 1 == COLUMN_COUNT);
	strbuf_add_char(buf, '\n');
}

static void
add_safe(struct strbuf *buf, const char *text)
{
	safe_print(buf, text, strlen(text), SHOWN_MAX);
}

/* The certificate's own label where it has one, else its first name. */
static void
add_at(struct strbuf *buf, const json_t *entry)
{
	const json_t *endpoints = json_object_get(entry, "endpoints");
	int64_t count =
	    json_integer_value(json_object_get(entry, "endpoint_count"));
	const char *first = json_string_value(json_array_get(endpoints, 0));

	if (count == 0 && *member(entry, "ended") != '\0')
		strbuf_addf(buf, "until %.10s", member(entry, "ended"));
	if (count > 1)
		strbuf_addf(buf, "%" PRId64 ": ", count);
	if (first != NULL)
		add_safe(buf, first);
}

static enum text_colour
colour_of(int64_t left_s, const json_t *entry)
{
	if (strcmp(member(entry, "use"), "unused") == 0)
		return TEXT_DIM;
	if (left_s < 0)
		return TEXT_RED;
	return left_s < (int64_t)EXPIRED_SOON_DAYS * DAY_S ? TEXT_YELLOW
							   : TEXT_PLAIN;
}

static void
add_row(struct strbuf *buf, const json_t *entry, int64_t now,
    const struct render_style *style)
{
	struct strbuf cells[COLUMN_COUNT];
	size_t widths[COLUMN_COUNT];
	int64_t ends = now;
	bool has_end = timestamp_parse(member(entry, "not_after"), &ends, NULL);
	enum text_colour colour = colour_of(ends - now, entry);

	measure(style, widths);
	for (int i = 0; i < COLUMN_COUNT; i++)
		cells[i] = (struct strbuf)STRBUF_INIT(LINE_BYTES);
	strbuf_addf(&cells[COLUMN_ENDS], "%.10s", member(entry, "not_after"));
	if (has_end)
		strbuf_addf(
		    &cells[COLUMN_IN], "%" PRId64 "d", (ends - now) / DAY_S);
	add_safe(&cells[COLUMN_USE], member(entry, "use"));
	add_safe(&cells[COLUMN_NAME], member(entry, "label"));
	add_safe(&cells[COLUMN_ISSUER], member(entry, "issuer_label"));
	add_at(&cells[COLUMN_AT], entry);
	for (int i = 0; i < COLUMN_COUNT; i++) {
		add_cell(buf, style, i <= COLUMN_IN ? colour : TEXT_PLAIN,
		    strbuf_text(&cells[i]), widths[i], i + 1 == COLUMN_COUNT);
		strbuf_clear(&cells[i]);
	}
	strbuf_add_char(buf, '\n');
}

static void
add_note(struct strbuf *buf, struct strbuf *line, enum text_colour colour,
    const struct render_style *style)
{
	text_pad(buf, INDENT);
	text_wrap(buf, style, INDENT, 2 * INDENT, colour, strbuf_text(line));
	strbuf_clear(line);
}

/* "words: a, b, c and 3 more"; names are texts or objects with a "name". */
static void
add_names(struct strbuf *buf, const char *words, const json_t *names,
    enum text_colour colour, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	const json_t *name;
	size_t count = json_array_size(names), i;

	if (count == 0)
		return;
	strbuf_addf(&line, "%s: ", words);
	json_array_foreach(names, i, name)
	{
		if (i == NOTE_NAMES)
			break;
		strbuf_add(&line, i == 0 ? "" : ", ");
		add_safe(&line,
		    json_is_string(name) ? json_string_value(name)
					 : member(name, "name"));
	}
	if (count > NOTE_NAMES)
		strbuf_addf(&line, " and %zu more", count - NOTE_NAMES);
	add_note(buf, &line, colour, style);
}

static void
add_served(
    struct strbuf *buf, const json_t *entry, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	const json_t *served = json_object_get(entry, "served"), *place;
	int64_t count =
	    json_integer_value(json_object_get(entry, "served_count"));
	size_t i;

	json_array_foreach(served, i, place)
	{
		strbuf_add(&line,
		    i > 0 ? ", "
			: strcmp(member(entry, "use"), "anchor") == 0 ||
			    strcmp(member(entry, "use"), "absent") == 0
			? "needed by "
			: "served by ");
		add_safe(&line, member(place, "endpoint"));
		strbuf_add(&line, " at ");
		history_text_place(&line, place);
		strbuf_addf(&line, " since %.10s", member(place, "since"));
	}
	if (count > (int64_t)json_array_size(served))
		strbuf_addf(&line, " and at %" PRId64 " more places",
		    count - (int64_t)json_array_size(served));
	if (line.len > 0)
		add_note(buf, &line, TEXT_DIM, style);
}

static void
add_details(
    struct strbuf *buf, const json_t *entry, const struct render_style *style)
{
	static const struct {
		const char *key, *words;
	} facts[] = {
	    {"subject", "subject "},
	    {"issuer", "issuer "},
	    {"serial", "serial "},
	    {"key", "key "},
	    {"fingerprint_sha256", "SHA-256 "},
	    {"not_before", "valid from "},
	    {"not_after", "valid until "},
	    {"first_seen", "first seen "},
	};
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);

	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
		const char *text = member(entry, facts[i].key);

		if (*text == '\0')
			continue;
		strbuf_add(&line, facts[i].words);
		add_safe(&line, text);
		add_note(buf, &line, TEXT_DIM, style);
	}
	add_names(buf, "names",
	    json_object_get(json_object_get(entry, "names"), "dns"), TEXT_DIM,
	    style);
	add_served(buf, entry, style);
}

void
inventory_text(struct strbuf *buf, const json_t *entry, int64_t now,
    const struct render_style *style)
{
	add_row(buf, entry, now, style);
	if (style->is_verbose)
		add_details(buf, entry, style);
	add_names(buf, "no endpoint watches",
	    json_object_get(entry, "unwatched"), TEXT_YELLOW, style);
	add_names(buf, "DNS has no address for",
	    json_object_get(entry, "unresolved"), TEXT_YELLOW, style);
	add_names(buf, "leads elsewhere", json_object_get(entry, "elsewhere"),
	    TEXT_YELLOW, style);
}
