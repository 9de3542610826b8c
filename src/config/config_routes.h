/*
 * "notify.routes" and "notify.default": which sinks hear of what
 * (model/route.h).
 */
#pragma once

#include "config/field.h"

struct loader;

#define CONFIG_MAX_ROUTED 64 /* sinks of one route */

/* An item of the list; the slot is routes of struct config. */
extern const struct field_type config_route_item;
extern const struct field_table config_route_table;
/* The list, of config_routed_sink; the slot is routes of struct config. */
extern const struct field_type config_default_sinks;
extern const struct field_type config_routed_sink;

/* When all is read: every name is one of a sink, and every sink is named. */
void config_routes_resolve(struct loader *loader);
