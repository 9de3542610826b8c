/* "include": further files, by name or by pattern. */
#pragma once

#include "config/field.h"

extern const struct field_type config_include; /* deferred, like endpoints */

struct loader;

/* Reads what the file at hand includes, loader->include. */
void config_include_read(struct field_reader *reader, unsigned depth);
