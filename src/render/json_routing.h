/*
 * Whom an event is for, as JSON: private to this folder.
 */
#pragma once

#include <jansson.h>

#include "model/event.h"

/* "routed_to": names of sinks, null for all; "newly_told": which of them hear
 * of its incident for the first time although others did before. */
void json_routing_set(json_t *object, const struct event *event);
