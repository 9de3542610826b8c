/* Texts that are fit to be shown; see plain.h. */
#include "web/plain.h"

#include <stdarg.h>
#include <string.h>

#include "base/mem.h"

#define PLAIN_MAX 16384 /* bytes; what is longer is cut */

void
plain_bytes(struct html *html, const char *text, size_t len)
{
	if (len > PLAIN_MAX)
		len = PLAIN_MAX;
	while (len > 0) {
		const char *escape = memchr(text, '\\', len);
		size_t before = escape == NULL ? len : (size_t)(escape - text);

		html_bytes(html, text, before);
		text += before;
		len -= before;
		if (len > 0) {
			html_lines(html, "\\");
			text++;
			len--;
		}
	}
}

void
plain_text(struct html *html, const char *text)
{
	plain_bytes(html, text, strlen(text));
}

void
plain_textf(struct html *html, const char *fmt, ...)
{
	CLEANUP(free) char *text = NULL;
	va_list args;

	va_start(args, fmt);
	text = mem_vprintf(fmt, args);
	va_end(args);
	plain_text(html, text);
}

void
plain_element(struct html *html, const char *name, const char *class_name,
    const char *text)
{
	html_open(html, name, "class", class_name, NULL);
	plain_text(html, text);
	html_close(html, name);
}

void
plain_lines(struct html *html, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n\t");

		plain_bytes(html, text, len);
		text += len;
		if (*text != '\0')
			html_lines(html, *text++ == '\n' ? "\n" : "\t");
	}
}

static bool
is_inside_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t
plain_line(const char *text, size_t columns)
{
	size_t at = 0, shown = 0, pause = 0;

	while (text[at] != '\0') {
		if (shown == columns)
			return pause > 0 && pause * 2 >= at ? pause : at;
		at++;
		while (is_inside_character(text[at]))
			at++;
		shown++;
		if (strchr(" .,", text[at - 1]) != NULL)
			pause = at;
	}
	return at;
}
