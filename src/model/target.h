/*
 * struct target: one thing that is probed: an endpoint at one place. A small
 * plain value; endpoint and place are its key.
 */
#pragma once

#include "model/endpoint.h"
#include "model/place.h"

struct target {
	struct endpoint *endpoint; /* a reference is held */
	struct place place;
	struct endpoint_via via; /* lent by the endpoint */
};

#define TARGET_TEXT_MAX \
	(HOSTNAME_MAX + 8 + PLACE_TEXT_MAX + ENDPOINT_VIA_TEXT_MAX + 8)

/* via may be NULL: what DNS says of the host. */
void target_set(struct target *target, struct endpoint *endpoint,
    const struct place *place, const struct endpoint_via *via);
void target_clear(struct target *target);
bool target_equal(const struct target *a, const struct target *b);
/* "www.example.com:443 at 192.0.2.1:443", "... at the load balancer eu-1
 * (192.0.2.1:443)"; for endpoints that are an address
 * themselves only the place. */
const char *target_format(
    const struct target *target, char text[TARGET_TEXT_MAX]);
