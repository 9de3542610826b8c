/* How an endpoint stands, as the fleet believes. */
#pragma once

#include "incident/fleet.h"
#include "model/endpoint_status.h"

/* When that target is looked at next; seconds; 0: not known. */
typedef int64_t (*status_next_fn)(const void *arg, const struct place *place);

/* false: the fleet does not know it. endpoint_status_clear it. */
bool fleet_status(const struct fleet *fleet, const struct endpoint *endpoint,
    status_next_fn next, const void *arg,
    struct endpoint_status *ret_status) MUST_CHECK;
