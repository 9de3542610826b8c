/*
 * What all that can be told have in common: a name, by which routes know them,
 * and what they want to hear of at all.
 */
#pragma once

#include "config/field.h"
#include "model/sink_names.h"

#define CONFIG_MAX_EVENTS 64

/* A name of letters and digits; slot: char *. */
extern const struct field_type config_sink_name;
/* A kind of event, item of a list; slot: uint64_t, bits by enum event_kind. */
extern const struct field_type config_event_kind;
/* By enum severity, NULL-terminated. */
extern const char *const config_severities[];

struct route_sink;

/* There is a sink of this name, written there; what is wrong with the name is
 * a fault: each is given once, and ours are not. */
void config_sink_add(struct field_reader *reader, const struct yaml_node *node,
    const char *name, int min_severity);
/* The one that was added last; lent. */
struct route_sink *config_sink_last(struct field_reader *reader);
/* The same of one whose name is ours. */
void config_sink_declare(struct field_reader *reader,
    const struct yaml_node *node, const char *name, int min_severity);
