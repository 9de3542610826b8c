/* Colours, marks, columns, wrapping; see text_layout.h. */
#include "render/text_layout.h"

#include <string.h>

#include "base/duration.h"
#include "base/timestamp.h"

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

/* East Asian wide and full width, and emoji; combining marks take none. Near
 * enough for aligning columns; text is never cut by it. */
static size_t
char_columns(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		size_t columns;
	} ranges[] = {
	    {0x0300, 0x036f, 0},
	    {0x0483, 0x0489, 0},
	    {0x0591, 0x05bd, 0},
	    {0x064b, 0x065f, 0},
	    {0x0e34, 0x0e3a, 0},
	    {0x0e47, 0x0e4e, 0},
	    {0x1100, 0x115f, 2},
	    {0x1ab0, 0x1aff, 0},
	    {0x1dc0, 0x1dff, 0},
	    {0x20d0, 0x20ff, 0},
	    {0x2e80, 0x303e, 2},
	    {0x3041, 0xa4cf, 2},
	    {0xac00, 0xd7a3, 2},
	    {0xf900, 0xfaff, 2},
	    {0xfe20, 0xfe2f, 0},
	    {0xfe30, 0xfe6f, 2},
	    {0xff00, 0xff60, 2},
	    {0xffe0, 0xffe6, 2},
	    {0x1f300, 0x1faff, 2},
	    {0x20000, 0x3fffd, 2},
	};

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		if (c >= ranges[i].first && c <= ranges[i].last)
			return ranges[i].columns;
	}
	return 1;
}

/* The character at the start; gives its length. The text has been through
 * safe_print or is ours: well-formed UTF-8. */
static size_t
char_at(const char *text, size_t len, uint32_t *ret_char)
{
	unsigned char b = (unsigned char)text[0];
	size_t n = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
	uint32_t c = n == 1 ? b : b & (0xffu >> (n + 1));

	if (n > len)
		n = len;
	for (size_t k = 1; k < n; k++)
		c = c << 6 | ((unsigned char)text[k] & 0x3f);
	*ret_char = c;
	return n;
}

static size_t
columns_of(const char *text, size_t len)
{
	size_t columns = 0;

	while (len > 0) {
		uint32_t c;
		size_t n = char_at(text, len, &c);

		columns += char_columns(c);
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
	strbuf_addf(buf, when < now ? "%s (%s ago)" : "%s (%s)", date,
	    duration_words(distance, words));
}
