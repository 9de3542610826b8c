/* Colours, marks, columns, wrapping; see text_layout.h. */
#include "render/text_layout.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "base/timestamp.h"
#include "base/utf8.h"

static const char *const sequences[TEXT_COLOUR_COUNT] = {
    [TEXT_PLAIN] = "",
    [TEXT_BOLD] = "\x1b[1m",
    [TEXT_DIM] = "\x1b[2m",
    [TEXT_RED] = "\x1b[1;31m",
    [TEXT_YELLOW] = "\x1b[33m",
    [TEXT_GREEN] = "\x1b[32m",
    [TEXT_BLUE] = "\x1b[36m",
};

static const struct {
	const char *mark; /* with box drawing only */
	enum text_colour colour;
} severities[] = {
    [SEVERITY_OK] = {"✓", TEXT_GREEN},
    [SEVERITY_NOTICE] = {"•", TEXT_BLUE},
    [SEVERITY_WARNING] = {"▲", TEXT_YELLOW},
    [SEVERITY_CRITICAL] = {"✗", TEXT_RED},
};

enum text_colour
text_severity_colour(enum severity severity)
{
	return severities[severity].colour;
}

void
text_add(struct strbuf *buf, const struct render_style *style,
    enum text_colour colour, const char *text)
{
	bool is_coloured = style->has_colour && colour != TEXT_PLAIN;

	if (is_coloured)
		strbuf_add(buf, sequences[colour]);
	strbuf_add(buf, text);
	if (is_coloured)
		strbuf_add(buf, "\x1b[0m");
}

void
text_add_severity(struct strbuf *buf, const struct render_style *style,
    enum severity severity)
{
	enum text_colour colour = severities[severity].colour;

	if (style->has_boxes) {
		text_add(buf, style, colour, severities[severity].mark);
		strbuf_add_char(buf, ' ');
	}
	text_add(buf, style, colour, severity_text(severity));
}

void
text_pad(struct strbuf *buf, size_t columns)
{
	while (columns-- > 0)
		strbuf_add_char(buf, ' ');
}

/* The text has been through safe_print or is ours: well-formed UTF-8. A stray
 * byte counts as a character of its own. */
static size_t
char_at(const char *text, size_t len, uint32_t *ret_char)
{
	size_t n = utf8_decode(text, len, ret_char);

	if (n > 0)
		return n;
	*ret_char = (unsigned char)*text;
	return 1;
}

static size_t
columns_of(const char *text, size_t len)
{
	size_t columns = 0;

	while (len > 0) {
		uint32_t c;
		size_t n = char_at(text, len, &c);

		columns += utf8_cells(c);
		text += n;
		len -= n;
	}
	return columns;
}

void
render_text_ascii(struct strbuf *buf, const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		uint32_t c;
		size_t n = char_at(text, len, &c);

		if (c < 0x80)
			strbuf_add_char(buf, (char)c);
		else
			strbuf_addf(buf, "\\u{%x}", (unsigned)c);
		text += n;
		len -= n;
	}
}

size_t
text_columns(const char *text)
{
	return columns_of(text, strlen(text));
}

static size_t
width_of(const struct render_style *style)
{
	if (style->width == 0)
		return SIZE_MAX;
	return style->width < TEXT_LEAST_WIDTH ? TEXT_LEAST_WIDTH
					       : style->width;
}

/* One paragraph, word by word; its further lines begin with a prefix. */
static void
wrap_paragraph(struct strbuf *buf, size_t width, size_t column, size_t indent,
    const char *prefix, const char *text, size_t len)
{
	bool is_first = true;

	while (len > 0) {
		size_t blanks = strspn(text, " "), word, columns;

		if (blanks >= len)
			break;
		text += blanks;
		len -= blanks;
		word = strcspn(text, " \n");
		if (word > len)
			word = len;
		columns = columns_of(text, word);
		if (is_first ? column > indent && column + columns > width
			     : column + 1 + columns > width) {
			strbuf_add_char(buf, '\n');
			text_pad(buf, indent);
			strbuf_add(buf, prefix);
			column = indent + strlen(prefix);
		} else if (!is_first) {
			strbuf_add_char(buf, ' ');
			column++;
		}
		strbuf_add_bytes(buf, text, word);
		column += columns;
		text += word;
		len -= word;
		is_first = false;
	}
}

void
text_wrap(struct strbuf *buf, const struct render_style *style, size_t column,
    size_t indent, enum text_colour colour, const char *text)
{
	bool is_coloured = style->has_colour && colour != TEXT_PLAIN;
	size_t width = width_of(style);
	bool is_first = true;

	if (is_coloured)
		strbuf_add(buf, sequences[colour]);
	for (;;) {
		size_t len = strcspn(text, "\n");

		if (!is_first) {
			strbuf_add_char(buf, '\n');
			if (len > 0)
				text_pad(buf, indent);
			column = indent;
		}
		wrap_paragraph(buf, width, column, indent, "", text, len);
		text += len;
		if (*text++ == '\0')
			break;
		is_first = false;
	}
	if (is_coloured)
		strbuf_add(buf, "\x1b[0m");
	strbuf_add_char(buf, '\n');
}

/* A comment in prose; "#   key value" is a setting to be pasted. */
static bool
is_comment(const char *line)
{
	return line[0] == '#' && line[1] == ' ' && line[2] != ' ';
}

void
text_paste(struct strbuf *buf, const struct render_style *style, size_t indent,
    const char *text)
{
	size_t width = width_of(style);

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		text_pad(buf, indent);
		if (is_comment(text)) {
			strbuf_add(buf, style->has_colour ? "\x1b[2m# " : "# ");
			wrap_paragraph(buf, width, indent + 2, indent, "# ",
			    text + 2, len - 2);
			strbuf_add(buf, style->has_colour ? "\x1b[0m" : "");
		} else {
			strbuf_add_bytes(buf, text, len);
		}
		strbuf_add_char(buf, '\n');
		text += len;
		text += *text == '\n';
	}
}

#define TEXT_YEAR_S INT64_C(31556952)
#define TEXT_YEARS_FROM 2
#define TEXT_EXACT_WITHIN_S (3 * 86400) /* nearer dates show the hour too */

void
text_add_date(struct strbuf *buf, int64_t when, int64_t now)
{
	char date[TIMESTAMP_TEXT_MAX], words[DURATION_TEXT_MAX];
	int64_t distance;

	if (when == TIMESTAMP_NEVER) {
		strbuf_add(buf, "never");
		return;
	}
	distance = when > now ? when - now : now - when;
	timestamp_words(when, date);
	if (distance > TEXT_EXACT_WITHIN_S && strlen(date) > 10)
		date[10] = '\0';
	if (distance >= TEXT_YEARS_FROM * TEXT_YEAR_S)
		snprintf(words, sizeof words, "%" PRId64 " years",
		    distance / TEXT_YEAR_S);
	else
		duration_words(distance, words);
	strbuf_addf(buf, when < now ? "%s (%s ago)" : "%s (%s)", date, words);
}
