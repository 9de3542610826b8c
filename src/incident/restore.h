/*
 * A fleet as it was before a restart: endpoints first, then their targets, then
 * the incidents that were open. Before the first transition; nothing is told.
 */
#pragma once

#include "incident/fleet.h"

/* What was remembered of an endpoint beside its targets; see watched.h. */
struct restored_endpoint {
	uint64_t resolve_history;
	uint8_t resolve_count;
	bool is_resolve_told, is_announced, is_known;
	uint32_t announced;
	int64_t rollout_since;
	bool is_rollout_told;
	uint32_t rollout_to;
	struct renewals *renewals; /* NULL: none. Owned by who loaded it */
};

struct restored_member {
	const struct endpoint *endpoint; /* lent; one of the fleet's */
	struct place place;
	int64_t since;
	enum severity severity;
	unsigned clean_count;
};

/* The fleet goes on where another ended: counter is one that has grown since
 * that one began, so that no two incidents share an id. */
void fleet_restore_begin(struct fleet *fleet, uint64_t counter);
/* The endpoint has been added. Lent until an endpoint is removed: what its
 * targets are given to, so that it is looked for once; NULL: it is none of the
 * fleet's. */
struct watched *fleet_restore_endpoint(struct fleet *fleet,
    const struct endpoint *endpoint, const struct restored_endpoint *restored);
/* Faults of the monitor's own that had been told. */
struct monitor_fault_list;
void fleet_restore_faults(
    struct fleet *fleet, const struct monitor_fault_list *faults, int64_t now);
/* What lasted of those of its network and DNS; after the faults. */
void fleet_restore_outages(struct fleet *fleet,
    const struct outage outages[OUTAGE_COUNT], int64_t now);
/* Takes what the state holds and empties it. watched may be NULL. */
void fleet_restore_target(struct fleet *fleet, struct watched *watched,
    struct target_state *take_state);
/* Takes the incident, which has no members of its own yet. One about an
 * endpoint has that. false: there is no member left; the incident is the
 * caller's again. */
bool fleet_restore_incident(struct fleet *fleet, struct incident *incident,
    const struct restored_member *members, size_t count) MUST_CHECK;
