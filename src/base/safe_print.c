/* Escapes what a peer must not send to a terminal; see safe_print.h. */
#include "base/safe_print.h"

#include <stdint.h>

#include "base/mem.h"

/* Decodes one UTF-8 character strictly (RFC 3629): no overlong forms, no
 * surrogates, nothing above U+10FFFF. Gives its length, 0 when invalid. */
static size_t
decode(const uint8_t *p, size_t len, uint32_t *ret_char)
{
	static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t need;
	uint32_t c;

	if (p[0] < 0x80) {
		*ret_char = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		need = 2;
		c = p[0] & 0x1f;
	} else if (p[0] >= 0xe0 && p[0] <= 0xef) {
		need = 3;
		c = p[0] & 0x0f;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		need = 4;
		c = p[0] & 0x07;
	} else {
		return 0;
	}
	if (len < need)
		return 0;
	for (size_t i = 1; i < need; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < lowest[need] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*ret_char = c;
	return need;
}

/* Control characters, and those of the Unicode general category Cf and the
 * separators that hide, reorder or break lines. */
static bool
is_unfit(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
	    {0x00, 0x1f},
	    {0x7f, 0x9f},
	    {0xad, 0xad},
	    {0x61c, 0x61c},
	    {0x180e, 0x180e},
	    {0x200b, 0x200f},
	    {0x2028, 0x202e},
	    {0x2060, 0x206f},
	    {0xd800, 0xdfff},
	    {0xe000, 0xf8ff},
	    {0xfe00, 0xfe0f},
	    {0xfeff, 0xfeff},
	    {0xfff0, 0xffff},
	    {0xe0000, 0xe0fff},
	    {0xf0000, 0x10ffff},
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
		size_t n = decode(p, len, &c);

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
	struct strbuf buf = STRBUF_INIT(16 * (max_chars + 1));

	safe_print(&buf, bytes, len, max_chars);
	return strbuf_take(&buf);
}
