/* Header fields and text of mails; see mail_header.h. */
#include "render/mail_header.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define WORD_BEGIN "=?UTF-8?Q?"
#define WORD_END "?="
/* What encoded words may be long (RFC 2047, 2), without their ends. */
#define WORD_MAX (75 - sizeof WORD_BEGIN - sizeof WORD_END + 2)

/* C0, DEL and C1: none of them has a meaning in a header. */
static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	    c == 0x2029;
}

/* Without control characters and bytes that are no UTF-8; free it. */
static char *
cleaned(const char *value)
{
	size_t len = strlen(value);
	struct strbuf clean = STRBUF_INIT(len + 1);

	strbuf_add(&clean, "");
	while (len > 0) {
		uint32_t c = 0;
		size_t used = utf8_decode(value, len, &c);

		if (used == 0)
			strbuf_add_char(&clean, '?');
		else if (is_control(c))
			strbuf_add_char(&clean, ' ');
		else
			strbuf_add_bytes(&clean, value, used);
		used += used == 0;
		value += used;
		len -= used;
	}
	return strbuf_take(&clean);
}

/* "=?" would read as an encoded word. */
static bool
is_plain(const char *value)
{
	for (const char *p = value; *p != '\0'; p++) {
		if ((unsigned char)*p > '~')
			return false;
	}
	return strstr(value, "=?") == NULL;
}

/* Breaks at blanks; a piece without any stays whole. */
static void
add_folded(struct strbuf *mail, size_t column, const char *value)
{
	while (*value != '\0') {
		size_t blanks = strspn(value, " ");
		size_t len = blanks + strcspn(value + blanks, " ");

		if (column + len > MAIL_LINE_MAX && blanks > 0 &&
		    len > blanks) {
			strbuf_add(mail, "\r\n");
			column = 0;
		}
		strbuf_add_bytes(mail, value, len);
		column += len;
		value += len;
	}
}

static size_t
encoded_len(const char *bytes, size_t len)
{
	size_t total = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		bool is_itself = (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == ' ';

		total += is_itself ? 1 : 3;
	}
	return total;
}

static void
add_encoded(struct strbuf *mail, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (encoded_len(bytes + i, 1) == 3)
			strbuf_addf(mail, "=%02X", c);
		else
			strbuf_add_char(mail, c == ' ' ? '_' : (char)c);
	}
}

/* No character is split between two words (RFC 2047, 5). */
static void
add_words(struct strbuf *mail, size_t column, const char *value)
{
	size_t len = strlen(value), room = 0;
	bool is_open = false;

	while (len > 0) {
		uint32_t c;
		size_t used = utf8_decode(value, len, &c);
		size_t cost = encoded_len(value, used);

		if (is_open && cost > room) {
			strbuf_add(mail, WORD_END "\r\n ");
			is_open = false;
			column = 1;
		}
		if (!is_open) {
			strbuf_add(mail, WORD_BEGIN);
			room = WORD_MAX > column ? WORD_MAX - column : 3 * 4;
			is_open = true;
		}
		add_encoded(mail, value, used);
		room = cost > room ? 0 : room - cost;
		value += used;
		len -= used;
	}
	if (is_open)
		strbuf_add(mail, WORD_END);
}

void
mail_header_add(struct strbuf *mail, const char *name, const char *value)
{
	CLEANUP(free) char *clean = cleaned(value);
	size_t column = strlen(name) + 2;

	strbuf_addf(mail, "%s: ", name);
	if (is_plain(clean))
		add_folded(mail, column, clean);
	else
		add_words(mail, column, clean);
	strbuf_add(mail, "\r\n");
}

static bool
is_text(const char *p)
{
	unsigned char c = (unsigned char)*p;

	/* A blank at the end of a line would be lost. */
	if (c == ' ' || c == '\t')
		return p[1] != '\n' && p[1] != '\0';
	return c > ' ' && c <= '~' && c != '=';
}

void
mail_text_add(struct strbuf *mail, const char *text)
{
	size_t column = 0;

	for (; *text != '\0'; text++) {
		size_t cost = is_text(text) ? 1 : 3;

		if (*text == '\n') {
			strbuf_add(mail, "\r\n");
			column = 0;
			continue;
		}
		if (column + cost > MAIL_LINE_MAX - 1) {
			strbuf_add(mail, "=\r\n");
			column = 0;
		}
		if (cost == 1)
			strbuf_add_char(mail, *text);
		else
			strbuf_addf(mail, "=%02X", (unsigned char)*text);
		column += cost;
	}
	if (column > 0)
		strbuf_add(mail, "\r\n");
}
