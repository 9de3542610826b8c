/* Escapes what a peer must not send to a terminal; see safe_print.h. */
#include "base/safe_print.h"

#include <stdint.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Control characters, those of the Unicode general category Cf, private and
 * unassigned specials, and what is drawn as nothing: all that hides, reorders
 * or breaks lines. */
static bool
is_unfit(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
	    {0x00, 0x1f},
	    {0x7f, 0x9f},
	    {0xad, 0xad},
	    {0x34f, 0x34f},
	    {0x600, 0x605},
	    {0x61c, 0x61c},
	    {0x6dd, 0x6dd},
	    {0x70f, 0x70f},
	    {0x890, 0x891},
	    {0x8e2, 0x8e2},
	    {0x115f, 0x1160},
	    {0x17b4, 0x17b5},
	    {0x180b, 0x180f},
	    {0x200b, 0x200f},
	    {0x2028, 0x202e},
	    {0x2060, 0x206f},
	    {0x2800, 0x2800},
	    {0x3164, 0x3164},
	    {0xe000, 0xf8ff},
	    {0xfe00, 0xfe0f},
	    {0xfeff, 0xfeff},
	    {0xffa0, 0xffa0},
	    {0xfff0, 0xffff},
	    {0x110bd, 0x110bd},
	    {0x110cd, 0x110cd},
	    {0x13430, 0x1343f},
	    {0x1bca0, 0x1bca3},
	    {0x1d173, 0x1d17a},
	    {0xe0000, 0x10ffff},
	};

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	}
	return false;
}

void
safe_print(struct strbuf *buf, const void *bytes, size_t len, size_t max_chars)
{
	const uint8_t *p = bytes;
	size_t shown = 0;

	while (len > 0) {
		uint32_t c = 0;
		size_t n = utf8_decode(p, len, &c);

		if (shown++ == max_chars) {
			strbuf_add(buf, "...");
			return;
		}
		if (n == 0) {
			strbuf_addf(buf, "\\x%02x", p[0]);
			n = 1;
		} else if (c == '\\') {
			strbuf_add(buf, "\\\\");
		} else if (is_unfit(c)) {
			strbuf_addf(buf, c < 0x80 ? "\\x%02x" : "\\u{%x}", c);
		} else {
			strbuf_add_bytes(buf, p, n);
		}
		p += n;
		len -= n;
	}
}

char *
safe_print_dup(const void *bytes, size_t len, size_t max_chars)
{
	/* "\\u{10ffff}" is the longest form; then the dots. */
	size_t most = max_chars < len ? max_chars : len;
	struct strbuf buf = STRBUF_INIT(10 * most + 3);

	safe_print(&buf, bytes, len, max_chars);
	return strbuf_take(&buf);
}
