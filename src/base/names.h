/*
 * Enum <-> name by const table. Each enum that is shown to people has one
 * table, indexed by its values.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

struct names {
	const char *const *table; /* NULL slots have no name */
	size_t count;
};

#define NAMES_INIT(array) \
	{ \
		.table = (array), .count = sizeof(array) / sizeof(array)[0] \
	}

/* "?" for a value without a name; never NULL. */
const char *names_text(const struct names *names, int value);
bool names_find(
    const struct names *names, const char *text, int *ret_value) MUST_CHECK;
