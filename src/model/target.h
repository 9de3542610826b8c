/*
 * struct target: one thing that is probed: an endpoint at one address. A small
 * plain value; variants and fronts will join the key.
 */
#pragma once

#include "base/ip_address.h"
#include "model/endpoint.h"

struct target {
	struct endpoint *endpoint; /* a reference is held */
	struct ip_address address; /* with port */
	const char *front; /* name it came from, lent by the endpoint; or NULL:
			    * the endpoint's own name or a listed address */
};

#define TARGET_TEXT_MAX (HOSTNAME_MAX + 8 + IP_ADDRESS_TEXT_MAX + 8)

void target_set(struct target *target, struct endpoint *endpoint,
    const struct ip_address *address, const char *front);
void target_clear(struct target *target);
bool target_equal(const struct target *a, const struct target *b);
/* "www.example.com:443 at 192.0.2.1:443"; for endpoints that are an address
 * themselves only that. */
const char *target_format(
    const struct target *target, char text[TARGET_TEXT_MAX]);
