/* FNV-1a with a final mix, so that low and high bits are both even. */
#include "base/hash.h"

#include <string.h>

uint64_t
hash_bytes(uint64_t start, const void *p, size_t len)
{
	const uint8_t *bytes = p;
	uint64_t h = start;

	for (size_t i = 0; i < len; i++)
		h = (h ^ bytes[i]) * 1099511628211ULL;
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdULL;
	h ^= h >> 33;
	return h;
}

uint64_t
hash_text(uint64_t start, const char *s)
{
	return hash_bytes(start, s, strlen(s));
}
