/*
 * Rows of how endpoints stand as a table; see status_text.h.
 *
 *	STATE     ENDPOINT        WHAT                  BREAKS IN  LAST  NEXT
 *	critical  shop.test:443   leaf-only at 1 of 3   -          20s   40s
 *	critical    192.0.2.3:443 leaf-only             -          20s   40s
 */
#include "cli/status_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/names.h"
#include "base/safe_print.h"
#include "base/timestamp.h"
#include "model/severity.h"
#include "render/text_layout.h"

#define COLUMN_GAP 2
#define CELL_MAX 60 /* columns; a longer one pushes its row to the right */
#define CELL_BYTES 2048
#define PLACES_SHOWN 6 /* addresses below an endpoint */

enum column {
	COLUMN_STATE,
	COLUMN_ENDPOINT,
	COLUMN_WHAT,
	COLUMN_BREAKS,
	COLUMN_LAST,
	COLUMN_NEXT,
	COLUMN_COUNT,
};

static const char *const headings[COLUMN_COUNT] = {
    "STATE", "ENDPOINT", "WHAT", "BREAKS IN", "LAST", "NEXT"};

struct row {
	char *cells[COLUMN_COUNT];
};

struct listing {
	ARRAY(struct row) rows;
};

static const char *
member(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

/* "20s", "5m", "3h", "89d". */
static void
add_span(struct strbuf *buf, int64_t seconds)
{
	static const struct {
		int64_t most, unit;
		char letter;
	} rows[] = {
	    {120, 1, 's'},
	    {7200, 60, 'm'},
	    {172800, 3600, 'h'},
	    {INT64_MAX, 86400, 'd'},
	};
	size_t i = 0;

	if (seconds < 0)
		seconds = 0;
	while (seconds >= rows[i].most && rows[i].most != INT64_MAX)
		i++;
	strbuf_addf(
	    buf, "%" PRId64 "%c", seconds / rows[i].unit, rows[i].letter);
}

/* sign -1: how long ago; 1: how long yet. */
static char *
span_cell(const json_t *object, const char *key, int64_t now, int sign)
{
	struct strbuf buf = STRBUF_INIT(CELL_BYTES);
	const char *text = member(object, key);
	struct error odd;
	int64_t time;

	if (!timestamp_parse(text, &time, &odd))
		strbuf_add(&buf, "-");
	else if (sign > 0 && time < now)
		strbuf_add(&buf, "now");
	else
		add_span(&buf, sign * (time - now));
	return strbuf_take(&buf);
}

static void
add_safe(struct strbuf *buf, const char *text)
{
	safe_print(buf, text, strlen(text), CELL_BYTES);
}

/* What a server cannot be reached by has the name of its failure. */
static size_t
showing_count(const json_t *addresses, const char *finding)
{
	size_t count = 0, i;
	const json_t *address;

	json_array_foreach(addresses, i, address) count +=
	    strcmp(member(address, "finding"), finding) == 0 ||
	    strcmp(member(address, "failure"), finding) == 0;
	return count;
}

static size_t
failing_count(const json_t *addresses)
{
	size_t count = 0, i;
	const json_t *address;

	json_array_foreach(addresses, i, address) count +=
	    *member(address, "failure") != '\0';
	return count;
}

static void
add_share(struct strbuf *buf, size_t count, size_t all)
{
	if (count > 0 && count < all)
		strbuf_addf(buf, " at %zu of %zu", count, all);
}

/* Of a fault of the monitor's own; a number is no name. */
static void
add_subject(struct strbuf *buf, const json_t *row, const char *finding)
{
	const char *subject = member(row, "subject");

	if (*subject == '\0' || strcmp(finding, "path-intercepted") == 0)
		return;
	strbuf_add(buf, " ");
	add_safe(buf, subject);
}

/* Of the worst one: it is not told, and why. */
static void
add_hushed(struct strbuf *buf, const json_t *row)
{
	const json_t *worst =
	    json_array_get(json_object_get(row, "incidents"), 0);

	if (*member(worst, "hushed") == '\0')
		return;
	strbuf_add(buf, " (");
	add_safe(buf, member(worst, "hushed"));
	strbuf_add(buf, ")");
}

static char *
what_cell(const json_t *row)
{
	struct strbuf buf = STRBUF_INIT(CELL_BYTES);
	const json_t *addresses = json_object_get(row, "addresses");
	const char *finding = member(row, "finding");
	size_t all = json_array_size(addresses);
	size_t failing = failing_count(addresses);

	if (*finding != '\0') {
		add_safe(&buf, finding);
		add_subject(&buf, row, finding);
		add_share(&buf, showing_count(addresses, finding), all);
		add_hushed(&buf, row);
	} else if (failing > 0) {
		add_safe(&buf, member(json_array_get(addresses, 0), "failure"));
		add_share(&buf, failing, all);
	} else if (*member(row, "last_look_at") == '\0' &&
	    strcmp(member(row, "state"), "unknown") == 0) {
		strbuf_add(&buf, "not looked at yet");
	} else if (all > 1) {
		strbuf_addf(&buf, "%zu addresses", all);
	} else {
		strbuf_add(&buf, "-");
	}
	return strbuf_take(&buf);
}

static char *
safe_cell(const char *indent, const char *text)
{
	struct strbuf buf = STRBUF_INIT(CELL_BYTES);

	strbuf_add(&buf, indent);
	add_safe(&buf, text);
	return strbuf_take(&buf);
}

static void
add_spans(struct row *cells, const json_t *object, int64_t now)
{
	cells->cells[COLUMN_BREAKS] = span_cell(object, "breaks_at", now, 1);
	cells->cells[COLUMN_LAST] = span_cell(object, "last_look_at", now, -1);
	cells->cells[COLUMN_NEXT] = span_cell(object, "next_look_at", now, 1);
}

static void
add_row(struct row *cells, const json_t *row, int64_t now)
{
	cells->cells[COLUMN_STATE] = safe_cell("", member(row, "state"));
	cells->cells[COLUMN_ENDPOINT] = safe_cell("", member(row, "id"));
	cells->cells[COLUMN_WHAT] = what_cell(row);
	add_spans(cells, row, now);
}

/* What is wrong at an address; "": nothing that anybody is told of. */
static const char *
wrong_at(const json_t *address)
{
	const char *failure = member(address, "failure");

	if (*failure != '\0')
		return failure;
	return strcmp(member(address, "severity"), "notice") == 0
	    ? ""
	    : member(address, "finding");
}

static bool
is_same_everywhere(const json_t *addresses)
{
	const json_t *address;
	size_t i;

	json_array_foreach(addresses, i, address)
	{
		if (strcmp(wrong_at(address),
			wrong_at(json_array_get(addresses, 0))) != 0)
			return false;
	}
	return true;
}

static void
add_place(struct listing *listing, const json_t *address, int64_t now)
{
	struct row *cells = ARRAY_ADD(&listing->rows);

	cells->cells[COLUMN_STATE] = safe_cell("", member(address, "severity"));
	cells->cells[COLUMN_ENDPOINT] =
	    safe_cell("  ", member(address, "address"));
	cells->cells[COLUMN_WHAT] = safe_cell("", wrong_at(address));
	add_spans(cells, address, now);
}

/* Where they differ: those at which something is wrong. */
static void
add_places(struct listing *listing, const json_t *row, int64_t now)
{
	const json_t *addresses = json_object_get(row, "addresses"), *address;
	size_t count = 0, i;
	struct row *more;

	if (is_same_everywhere(addresses))
		return;
	json_array_foreach(addresses, i, address)
	{
		if (*wrong_at(address) != '\0' && count++ < PLACES_SHOWN)
			add_place(listing, address, now);
	}
	if (count <= PLACES_SHOWN)
		return;
	more = ARRAY_ADD(&listing->rows);
	for (int c = 0; c < COLUMN_COUNT; c++)
		more->cells[c] = mem_strdup("");
	free(more->cells[COLUMN_ENDPOINT]);
	more->cells[COLUMN_ENDPOINT] =
	    mem_printf("  and %zu more", count - PLACES_SHOWN);
}

static void
add_cell(struct strbuf *buf, enum column column, const char *text, size_t width,
    const struct render_style *style)
{
	int severity;

	if (column == COLUMN_STATE &&
	    names_find(&severity_names, text, &severity))
		text_add_severity(buf, style, (enum severity)severity);
	else
		strbuf_add(buf, text);
	if (column + 1 < COLUMN_COUNT)
		text_pad(buf,
		    (strlen(text) < width ? width - strlen(text) : 0) +
			COLUMN_GAP);
}

static void
measure(const struct listing *listing, size_t widths[COLUMN_COUNT])
{
	for (int c = 0; c < COLUMN_COUNT; c++) {
		widths[c] = strlen(headings[c]);
		ARRAY_EACH (row, &listing->rows) {
			size_t len = strlen(row->cells[c]);

			if (len > widths[c] && len <= CELL_MAX)
				widths[c] = len;
		}
	}
}

void
status_text(struct strbuf *buf, const json_t *rows, int64_t now,
    const struct render_style *style)
{
	size_t widths[COLUMN_COUNT];
	struct listing listing = {0};
	const json_t *row_of;
	size_t i;

	if (json_array_size(rows) == 0) {
		strbuf_add(buf, "no endpoint is watched, or none that fits\n");
		return;
	}
	json_array_foreach(rows, i, row_of)
	{
		add_row(ARRAY_ADD(&listing.rows), row_of, now);
		add_places(&listing, row_of, now);
	}
	measure(&listing, widths);
	for (int c = 0; c < COLUMN_COUNT; c++)
		add_cell(buf, (enum column)c, headings[c], widths[c], style);
	strbuf_add_char(buf, '\n');
	ARRAY_EACH (row, &listing.rows) {
		for (int c = 0; c < COLUMN_COUNT; c++) {
			add_cell(buf, (enum column)c, row->cells[c], widths[c],
			    style);
			free(row->cells[c]);
		}
		strbuf_add_char(buf, '\n');
	}
	ARRAY_CLEAR(&listing.rows);
}
