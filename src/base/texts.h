/*
 * A list of strings that it owns. The macros of array.h work on it too; it has
 * a name so that one function can fill many structs' lists.
 */
#pragma once

#include <stdbool.h>

#include "base/array.h"

struct texts {
	char **items;
	size_t len, cap;
};

void texts_add(struct texts *texts, const char *text); /* copies */
void texts_add_take(struct texts *texts, char *take_text);
void texts_add_all(struct texts *texts, const struct texts *others);
void texts_clear(struct texts *texts);
bool texts_has(const struct texts *texts, const char *text);
bool texts_equal(const struct texts *a, const struct texts *b); /* in order */
