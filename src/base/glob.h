/*
 * Patterns that operators write: '*' stands for any text, '?' for one byte,
 * all else for itself; ASCII letters match in either case. No sets: brackets
 * stand in IPv6 addresses.
 */
#pragma once

#include <stdbool.h>

/* In time bounded by the product of the two lengths. */
bool glob_fits(const char *pattern, const char *text);
