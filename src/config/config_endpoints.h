/* "endpoints": the list of what is watched. */
#pragma once

#include "config/field.h"

/* The list; decoded after all else of its file, by config_endpoints_decode. */
extern const struct field_type config_endpoints;
extern const struct field_table config_endpoint_table;

struct loader;

/* The endpoints of the file at hand, loader->endpoints. */
void config_endpoints_decode(struct field_reader *reader);

struct endpoint;

/* Settings without a host, for endpoints that others list: those of the map,
 * which has the keys of an endpoint but host and where to connect to, and of
 * the defaults. NULL: a fault was added. node NULL: the defaults alone. */
struct endpoint *config_endpoint_template(
    struct field_reader *reader, const struct yaml_node *node);
/* The same with these keys only, up to NULL, for a map of that name. */
struct endpoint *config_endpoint_settings(struct field_reader *reader,
    const char *name, const char *const *keys, const struct yaml_node *node);
