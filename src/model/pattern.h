/* Which endpoints are meant: glob(7) of an id, or of the host alone. */
#pragma once

#include <stdbool.h>

/* pattern NULL: all. */
bool pattern_fits(const char *pattern, const char *endpoint_id);
