/* Which endpoints are meant: glob(7) of an id, or of the host alone. */
#pragma once

#include <stdbool.h>

/* pattern NULL: all. */
bool pattern_fits(const char *pattern, const char *endpoint_id);
/* A pattern that fits what has this text anywhere in it, in lower case as ids
 * are; one that has wildcards already stays as it is, but for that. NULL for
 * NULL and for "". Free it. */
char *pattern_with(const char *text);
