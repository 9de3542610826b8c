/* Strict UTF-8; see utf8.h. */
#include "base/utf8.h"

/* Length that a lead byte announces; 0: it leads nothing. */
static size_t
announced(uint8_t lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

size_t
utf8_decode(const void *p, size_t len, uint32_t *ret_char)
{
	static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
	static const uint8_t lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	const uint8_t *bytes = p;
	size_t need = announced(bytes[0]);
	uint32_t c;

	if (need == 0 || len < need)
		return 0;
	c = bytes[0] & lead_bits[need];
	for (size_t i = 1; i < need; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (bytes[i] & 0x3f);
	}
	if (c < lowest[need] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*ret_char = c;
	return need;
}

size_t
utf8_cut(const void *p, size_t len)
{
	const uint8_t *bytes = p;

	for (size_t back = 1; back <= 3 && back <= len; back++) {
		uint8_t byte = bytes[len - back];

		if ((byte & 0xc0) == 0x80)
			continue;
		return announced(byte) > back ? len - back : len;
	}
	return len;
}
