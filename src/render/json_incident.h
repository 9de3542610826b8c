/*
 * What an incident was when an event was made, as JSON: id, finding, severity,
 * opened_at, resolved_at, endpoint_count, endpoints, acknowledged, openings;
 * null where there is none.
 */
#pragma once

#include <jansson.h>

#include "model/event.h"

json_t *json_incident(const struct event_incident *incident);
/* {author, reason, at, until}, or null. */
json_t *json_ack(const struct ack *ack);
