/* HTML; see html.h. */
#include "web/html.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"

#define TEXT_BYTES (HTML_MAX_TEXT * 12u) /* each may be escaped */

void
html_clear(struct html *html)
{
	strbuf_clear(&html->buf);
	html->depth = 0;
}

void
html_doctype(struct html *html)
{
	strbuf_add(&html->buf, "<!doctype html>\n");
}

static void
add_escaped(struct strbuf *buf, const char *text)
{
	for (;;) {
		size_t plain = strcspn(text, "&<>\"'");

		strbuf_add_bytes(buf, text, plain);
		text += plain;
		switch (*text++) {
		case '&': strbuf_add(buf, "&amp;"); break;
		case '<': strbuf_add(buf, "&lt;"); break;
		case '>': strbuf_add(buf, "&gt;"); break;
		case '"': strbuf_add(buf, "&quot;"); break;
		case '\'': strbuf_add(buf, "&#39;"); break;
		default: return;
		}
	}
}

void
html_bytes(struct html *html, const void *bytes, size_t len)
{
	CLEANUP(strbuf_clear) struct strbuf shown = STRBUF_INIT(TEXT_BYTES);

	safe_print(&shown, bytes, len, HTML_MAX_TEXT);
	add_escaped(&html->buf, strbuf_text(&shown));
}

void
html_text(struct html *html, const char *text)
{
	html_bytes(html, text, strlen(text));
}

void
html_textf(struct html *html, const char *fmt, ...)
{
	CLEANUP(free) char *text = NULL;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	text = mem_new((size_t)len + 1, 1);
	va_start(args, fmt);
	(void)vsnprintf(text, (size_t)len + 1, fmt, args);
	va_end(args);
	html_text(html, text);
}

void
html_lines(struct html *html, const char *text)
{
	CLEANUP(free) char *kept = mem_strdup(text);
	char *rest = kept, *odd;

	for (odd = kept; *odd != '\0'; odd++) {
		if (((unsigned char)*odd >= 0x20 && *odd != 0x7f) ||
		    *odd == '\n' || *odd == '\t')
			continue;
		*odd = '\0';
		add_escaped(&html->buf, rest);
		strbuf_add(&html->buf, "\xef\xbf\xbd");
		rest = odd + 1;
	}
	add_escaped(&html->buf, rest);
}

static bool
is_void(const char *name)
{
	static const char *const names[] = {
	    "meta", "link", "input", "br", "hr", "img"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static void
add_attribute(struct html *html, const char *name, const char *value)
{
	CLEANUP(strbuf_clear) struct strbuf shown = STRBUF_INIT(TEXT_BYTES);

	if (value == NULL)
		return;
	safe_print(&shown, value, strlen(value), HTML_MAX_TEXT);
	strbuf_addf(&html->buf, " %s=\"", name);
	add_escaped(&html->buf, strbuf_text(&shown));
	strbuf_add_char(&html->buf, '"');
}

static void
open_element(struct html *html, const char *name, va_list args)
{
	const char *attribute;

	strbuf_addf(&html->buf, "<%s", name);
	while ((attribute = va_arg(args, const char *)) != NULL)
		add_attribute(html, attribute, va_arg(args, const char *));
	strbuf_add_char(&html->buf, '>');
	if (is_void(name))
		return;
	assert(html->depth < HTML_MAX_DEPTH);
	html->open[html->depth++] = name;
}

void
html_open(struct html *html, const char *name, ...)
{
	va_list args;

	va_start(args, name);
	open_element(html, name, args);
	va_end(args);
}

void
html_close(struct html *html, const char *name)
{
	assert(html->depth > 0);
	assert(strcmp(html->open[html->depth - 1], name) == 0);
	html->depth--;
	strbuf_addf(&html->buf, "</%s>", name);
}

void
html_element(struct html *html, const char *name, const char *text, ...)
{
	va_list args;

	va_start(args, text);
	open_element(html, name, args);
	va_end(args);
	if (text != NULL)
		html_text(html, text);
	html_close(html, name);
}
