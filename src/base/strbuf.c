/* Growable string with a maximum; see strbuf.h. */
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

void
strbuf_clear(struct strbuf *buf)
{
	free(buf->text);
	buf->text = NULL;
	buf->len = buf->cap = 0;
	buf->truncated = false;
}

void
strbuf_add_bytes(struct strbuf *buf, const void *p, size_t len)
{
	size_t room = buf->max_bytes - buf->len;

	if (buf->truncated)
		return;
	if (len > room) {
		len = utf8_cut(p, room);
		buf->truncated = true;
	}
	if (buf->len + len + 1 > buf->cap) {
		size_t cap = buf->cap == 0 ? 64 : buf->cap * 2;

		if (cap < buf->len + len + 1)
			cap = buf->len + len + 1;
		buf->text = mem_resize(buf->text, cap, 1);
		buf->cap = cap;
	}
	if (len > 0)
		memcpy(buf->text + buf->len, p, len);
	buf->len += len;
	buf->text[buf->len] = '\0';
}

void
strbuf_add(struct strbuf *buf, const char *s)
{
	strbuf_add_bytes(buf, s, strlen(s));
}

void
strbuf_add_char(struct strbuf *buf, char c)
{
	strbuf_add_bytes(buf, &c, 1);
}

void
strbuf_addf(struct strbuf *buf, const char *fmt, ...)
{
	CLEANUP(free) char *s = NULL;
	va_list ap;

	va_start(ap, fmt);
	s = mem_vprintf(fmt, ap);
	va_end(ap);
	strbuf_add(buf, s);
}

bool
strbuf_is_truncated(const struct strbuf *buf)
{
	return buf->truncated;
}

const char *
strbuf_text(const struct strbuf *buf)
{
	return buf->text == NULL ? "" : buf->text;
}

char *
strbuf_take(struct strbuf *buf)
{
	char *s = buf->text == NULL ? mem_strdup("") : buf->text;

	buf->text = NULL;
	buf->len = buf->cap = 0;
	buf->truncated = false;
	return s;
}
