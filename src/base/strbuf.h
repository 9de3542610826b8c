/*
 * Growable string that is born with its maximum. What would pass the maximum
 * is dropped, and all that comes after it; strbuf_is_truncated says so. The cut
 * never leaves a piece of a UTF-8 character.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

struct strbuf {
	char *text; /* always a C string once something was added, else NULL */
	size_t len;
	size_t cap;
	size_t max_bytes;
	bool truncated;
};

#define STRBUF_INIT(max) \
	{ \
		.max_bytes = (max) \
	}

void strbuf_clear(struct strbuf *buf);
void strbuf_add(struct strbuf *buf, const char *s);
void strbuf_add_bytes(struct strbuf *buf, const void *p, size_t len);
void strbuf_add_char(struct strbuf *buf, char c);
void strbuf_addf(struct strbuf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);
bool strbuf_is_truncated(const struct strbuf *buf);
/* Never NULL; lent until the next change. */
const char *strbuf_text(const struct strbuf *buf);
/* Hands the string to the caller (free), leaves the buffer empty. */
char *strbuf_take(struct strbuf *buf);

static inline UNUSED void
strbuf_clear_cleanup(struct strbuf *buf)
{
	strbuf_clear(buf);
}
