/* Fronts as JSON: what an address is to the service, and whose product. */
#pragma once

#include "model/event.h"
#include "render/json_value.h"

/* {"role": "cdn", "name": "eu-1", "provider": "fastly"}, each null where it is
 * not known; null where none is. */
json_t *json_front(const struct endpoint_via *via);
/* Those of the event's addresses of which something is known, each with its
 * "address". */
json_t *json_fronts(const struct event *event);
/* Those that clients of another kind than the usual are shown it in. */
json_t *json_variants(const struct event *event);
