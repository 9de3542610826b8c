/*
 * Which addresses may be connected to for a URL that somebody else wrote (in a
 * certificate): public ones, and those that the operator allows. Asked with
 * the very address of the connect, so that no spelling of a URL, no name and
 * no DNS answer leads into the operator's own network.
 *
 * What embeds an IPv4 address (mapped, NAT64, 6to4, Teredo, ISATAP) is judged
 * by that one too.
 */
#pragma once

#include "base/error.h"
#include "base/ip_address.h"

#define GUARD_MAX_RANGES 64

struct guard_range {
	struct ip_address address; /* bits beyond bits are 0; no port */
	unsigned bits;
};

/* What the operator allows beyond what is public. A plain value. */
struct guard {
	struct guard_range allowed[GUARD_MAX_RANGES];
	size_t allowed_count;
};

/* "192.0.2.0/24", "2001:db8::/32", "192.0.2.1". Bits set beyond the prefix are
 * an error: it is not clear what was meant. */
bool guard_range_parse(const char *text, struct guard_range *ret_range,
    struct error *err) MUST_CHECK;
/* Why it may not be connected to: "a loopback address"; NULL: it may. The port
 * is not looked at. */
const char *guard_refusal(
    const struct guard *guard, const struct ip_address *address);
/* Is it since the address is of a network that people have of their own, where
 * their CA may be? */
bool guard_is_private(const char *refusal);
