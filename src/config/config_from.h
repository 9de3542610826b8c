/* "endpoints_from": files of others that list endpoints. */
#pragma once

#include "config/field.h"

/* The list; deferred, like "endpoints". */
extern const struct field_type config_from;
extern const struct field_table config_from_table;

/* The lists of the file at hand, loader->endpoints_from. */
void config_from_decode(struct field_reader *reader);
