/*
 * HTML, the only way it is made here: elements are opened and closed by name,
 * and all text is escaped, so that nothing that a peer, a configuration or the
 * DNS says can be markup. SVG is made by the same calls.
 */
#pragma once

#include "base/strbuf.h"

#define HTML_MAX_DEPTH 64
#define HTML_MAX_TEXT 4096 /* characters of one piece of foreign text */

struct html {
	struct strbuf buf;
	const char *open[HTML_MAX_DEPTH]; /* constants */
	size_t depth;
};

#define HTML_INIT(max_bytes) \
	{ \
		.buf = STRBUF_INIT(max_bytes) \
	}

void html_clear(struct html *html);
static inline UNUSED void
html_clear_cleanup(struct html *html)
{
	html_clear(html);
}

/* <!doctype html> */
void html_doctype(struct html *html);
/* name is a constant; then pairs of attribute (a constant) and value (escaped;
 * NULL: the attribute is left out), and NULL:
 *
 *	html_open(html, "a", "href", url, "class", "host", NULL);
 *
 * Elements without content (meta, link, input, br, hr, img) are not closed. */
void html_open(struct html *html, const char *name, ...)
    __attribute__((sentinel));
/* The innermost one that is open; the name is there to be read, and checked. */
void html_close(struct html *html, const char *name);
/* An element with nothing but text in it. text: as html_text; NULL: none. */
void html_element(struct html *html, const char *name, const char *text, ...)
    __attribute__((sentinel));
/* Foreign text: what is not to be seen, or would turn the reading direction,
 * comes out as \xNN and \u{NNNN} (base/safe_print.h). */
void html_text(struct html *html, const char *text);
void html_bytes(struct html *html, const void *bytes, size_t len);
void html_textf(struct html *html, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Text of our own, of several lines: it keeps its line breaks, tabs and
 * backslashes. A control character in it shows as U+FFFD. */
void html_lines(struct html *html, const char *text);
