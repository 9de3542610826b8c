/*
 * How much a prober does at a time: the defaults, and what a process with few
 * descriptors can have of them. Declared in probe.h.
 */
#include "probe/probe.h"

/* Left to others: logs, the store, the resolver's sockets. */
#define DESCRIPTORS_KEPT 64
#define LEAST_PLACES 2

const struct prober_options prober_options_default = {
    .max_dialing = 1000,
    .max_handshaking = 64,
    .max_per_address = 4,
    .max_per_network = 16,
    .max_per_endpoint = 8,
    .dial_timeout_ms = 10000,
};

struct prober_options
prober_options_for(unsigned long descriptors)
{
	struct prober_options options = prober_options_default;
	unsigned long kept = descriptors / 2 < DESCRIPTORS_KEPT
	    ? descriptors / 2
	    : DESCRIPTORS_KEPT;
	unsigned long room = descriptors - kept;

	if (room >= options.max_dialing + options.max_handshaking)
		return options;
	if (options.max_handshaking > room / 4)
		options.max_handshaking = (unsigned)(room / 4);
	if (options.max_handshaking < LEAST_PLACES)
		options.max_handshaking = LEAST_PLACES;
	options.max_dialing = room > options.max_handshaking + LEAST_PLACES
	    ? (unsigned)(room - options.max_handshaking)
	    : LEAST_PLACES;
	return options;
}
