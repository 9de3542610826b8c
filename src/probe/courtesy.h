/*
 * So much at once and no more of one network (an IPv4 /24, an IPv6 /48) and of
 * one endpoint, however many addresses it has. A probe asks before it dials,
 * and gives back as soon as it is over, or the other side is slow: who is
 * silent is not burdened, and must not hold up its neighbours.
 *
 * A probe takes both or waits for both, in the line of the one that is full, so
 * that nobody holds one while waiting for the other.
 */
#pragma once

#include "probe/address_table.h"
#include "probe/probe.h"

enum courtesy_kind { COURTESY_NETWORK, COURTESY_ENDPOINT, COURTESY_KIND_COUNT };

/* Part of a probe. */
struct courtesy {
	struct line_member member; /* waits for a group */
	struct probe *probe;
	struct address_slot *groups[COURTESY_KIND_COUNT];
	bool is_held;
};

/* The groups of all probes: an address table under other keys. */
struct courtesies {
	struct address_table *groups;
	unsigned most[COURTESY_KIND_COUNT];
	void (*admit)(struct probe *probe); /* it had waited; not sooner than
					     * courtesy_ask has returned */
};

void courtesies_init(struct courtesies *courtesies,
    const struct prober_options *options, void (*admit)(struct probe *probe));
void courtesies_clear(struct courtesies *courtesies); /* none is held */
/* True: it is held. Else it waits, and is admitted later. Addresses of no
 * family are in no network. */
bool courtesy_ask(struct courtesies *courtesies, struct courtesy *courtesy,
    struct probe *probe, const struct ip_address *address,
    uint64_t endpoint_hash);
bool courtesy_is_waiting(const struct courtesy *courtesy);
/* Gives back what is held, or leaves the line; nothing where neither is. */
void courtesy_release(struct courtesies *courtesies, struct courtesy *courtesy);
