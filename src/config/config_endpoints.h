/* "endpoints": the list of what is watched. */
#pragma once

#include "config/field.h"

/* The list; decoded after all else of its file, by config_endpoints_decode. */
extern const struct field_type config_endpoints;
extern const struct field_table config_endpoint_table;

struct loader;

/* The endpoints of the file at hand, loader->endpoints. */
void config_endpoints_decode(struct field_reader *reader);
