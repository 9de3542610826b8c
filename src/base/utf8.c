/* Strict UTF-8; see utf8.h. */
#include "base/utf8.h"

#include <stdbool.h>

struct range {
	uint32_t first, last;
};

/* The blocks of combining marks that matter; a mark outside of them costs a
 * cell that is not there, no more. */
static const struct range combining[] = {
    {0x300, 0x36f},
    {0x483, 0x489},
    {0x591, 0x5bd},
    {0x610, 0x61a},
    {0x64b, 0x65f},
    {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff},
    {0x20d0, 0x20ff},
    {0x3099, 0x309a},
    {0xfe20, 0xfe2f},
};

/* East Asian Width W and F, by block. */
static const struct range wide[] = {
    {0x1100, 0x115f},
    {0x2e80, 0x303e},
    {0x3041, 0x33ff},
    {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},
    {0xa000, 0xa4cf},
    {0xa960, 0xa97f},
    {0xac00, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},
    {0xff01, 0xff60},
    {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff},
    {0x20000, 0x3fffd},
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count; i++) {
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	}
	return false;
}

#define IS_IN(table, c) is_in(table, sizeof table / sizeof table[0], c)

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

unsigned
utf8_cells(uint32_t c)
{
	if (c < 0x300)
		return 1;
	if (IS_IN(combining, c))
		return 0;
	return IS_IN(wide, c) ? 2 : 1;
}
