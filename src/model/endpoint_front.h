/*
 * struct endpoint_front: one way to an endpoint, as the operator lists it: an
 * address, or a name that is resolved afresh, with what people say of it. SNI
 * and the name check stay the endpoint's. The endpoint owns it and lends it to
 * its targets.
 */
#pragma once

#include <stdint.h>

#include "base/ip_address.h"
#include "base/strbuf.h"
#include "model/provider.h"

enum endpoint_role {
	ENDPOINT_ROLE_NONE, /* listed without more */
	ENDPOINT_ROLE_DNS,  /* what DNS says of the host */
	ENDPOINT_ROLE_ORIGIN,
	ENDPOINT_ROLE_LOAD_BALANCER,
	ENDPOINT_ROLE_CDN,
	ENDPOINT_ROLE_STANDBY,
	ENDPOINT_ROLE_COUNT,
};

/* "load-balancer": as it is written in configurations and in JSON. */
extern const struct names endpoint_role_names;

struct endpoint_front {
	char *title;		   /* what people call it; NULL: nothing */
	char *name;		   /* or "unix:/path"; NULL: address is set */
	struct ip_address address; /* port 0: the endpoint's */
	uint16_t port;		   /* with name; 0: the endpoint's */
	enum endpoint_role role : 8;
	enum provider_id provider : 8; /* told; PROVIDER_NONE: by its names */
};

void endpoint_front_clear(struct endpoint_front *front);
/* The path of a front that is a Unix socket, lent; NULL: it is none. */
const char *endpoint_front_path(const struct endpoint_front *front);
/* Leads to the same place, whatever it is called. */
bool endpoint_front_same_way(
    const struct endpoint_front *a, const struct endpoint_front *b);
/* The same in every respect. */
bool endpoint_front_equal(
    const struct endpoint_front *a, const struct endpoint_front *b);
/* One front to people, though it may have several ways: the same role and
 * title. Either may be NULL: what DNS says of the host. */
bool endpoint_front_is_one(
    const struct endpoint_front *a, const struct endpoint_front *b);

/* How a target was come by, beside what it is: a plain value, and no part of
 * its key. All zero: what DNS says of the host, in nobody's product. */
struct endpoint_via {
	const struct endpoint_front *front; /* lent by the endpoint; NULL: what
					     * DNS says of the host */
	enum provider_id provider;	    /* told, else recognised */
};

bool endpoint_via_equal(
    const struct endpoint_via *a, const struct endpoint_via *b);
/* "the load balancer eu-1 (192.0.2.7)", "the CDN (Fastly, 192.0.2.7)",
 * "192.0.2.7 (Fastly)", "192.0.2.7". via may be NULL. */
void endpoint_via_add(
    struct strbuf *buf, const struct endpoint_via *via, const char *place);
/* What that adds to the place at most. */
#define ENDPOINT_VIA_TEXT_MAX 160

#define ENDPOINT_FRONT_KEY_MAX 280
/* "lb.example.net", "lb.example.net:8443", "192.0.2.1:443": what of it is kept
 * with a target, to find it again. */
const char *endpoint_front_key(
    const struct endpoint_front *front, char key[ENDPOINT_FRONT_KEY_MAX]);
/* The address in such a key, without the port; false: it has a name. */
bool endpoint_front_key_address(
    const char *key, struct ip_address *ret_address) MUST_CHECK;
/* "the load balancer eu-1"; nothing when it has neither role nor title. */
void endpoint_front_add(struct strbuf *buf, const struct endpoint_front *front);
