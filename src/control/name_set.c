/* Which names are watched; see name_set.h. */
#include "control/name_set.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static uint64_t
hash_name(uint64_t hash, const char *name)
{
	for (; *name != '\0'; name++) {
		char c = (char)tolower((unsigned char)*name);

		hash = hash_bytes(hash, &c, 1);
	}
	return hash;
}

void
name_set_add(struct name_set *set, const char *host)
{
	const char *dot = strchr(host, '.');

	*ARRAY_ADD(&set->hashes) = hash_name(HASH_START, host);
	if (dot != NULL)
		*ARRAY_ADD(&set->hashes) =
		    hash_name(hash_text(HASH_START, "*"), dot);
	set->is_sorted = false;
}

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

bool
name_set_has(struct name_set *set, const char *name)
{
	uint64_t hash = hash_name(HASH_START, name);

	if (set->hashes.len == 0)
		return false;
	if (!set->is_sorted)
		qsort(set->hashes.items, set->hashes.len,
		    sizeof *set->hashes.items, compare);
	set->is_sorted = true;
	return bsearch(&hash, set->hashes.items, set->hashes.len,
		   sizeof *set->hashes.items, compare) != NULL;
}

void
name_set_clear(struct name_set *set)
{
	ARRAY_CLEAR(&set->hashes);
}
