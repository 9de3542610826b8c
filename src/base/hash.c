/* FNV-1a with a final mix, so that low and high bits are both even. */
#include "base/hash.h"

#include <string.h>

#define FNV_PRIME 1099511628211ULL

static uint64_t
mix(uint64_t h)
{
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdULL;
	h ^= h >> 33;
	return h;
}

uint64_t
hash_bytes(uint64_t start, const void *p, size_t len)
{
	const uint8_t *bytes = p;
	uint64_t h = start;

	for (size_t i = 0; i < len; i++)
		h = (h ^ bytes[i]) * FNV_PRIME;
	return mix(h);
}

uint64_t
hash_text(uint64_t start, const char *s)
{
	return hash_bytes(start, s, strlen(s));
}

/* Shifts between the steps, or a word's upper bits would reach no lower ones.
 */
uint64_t
hash_words(uint64_t start, const void *p, size_t len)
{
	const uint8_t *bytes = p;
	uint64_t h = start ^ len, word = 0;

	for (; len >= sizeof word; len -= sizeof word, bytes += sizeof word) {
		memcpy(&word, bytes, sizeof word);
		h = (h ^ word) * 0xff51afd7ed558ccdULL;
		h ^= h >> 32;
	}
	word = 0;
	memcpy(&word, bytes, len);
	return mix((h ^ word) * FNV_PRIME);
}
