/*
 * Which names are watched: hosts of endpoints, and the wildcards that would
 * cover one of them. A set of hashes, so that it is small whatever the fleet;
 * a name that is not in it is surely not watched.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"

struct name_set {
	ARRAY(uint64_t) hashes;
	bool is_sorted;
};

void name_set_add(struct name_set *set, const char *host);
/* "www.example.com", "*.example.com", "192.0.2.1"; in any case. After the last
 * one was added. */
bool name_set_has(struct name_set *set, const char *name);
void name_set_clear(struct name_set *set);
