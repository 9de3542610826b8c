/* A fleet as it was; see restore.h. */
#include "incident/restore.h"

#include <string.h>

#include "incident/addresses.h"
#include "incident/fleet_inside.h"
#include "incident/renewal.h"

void
fleet_restore_begin(struct fleet *fleet, uint64_t counter)
{
	fleet->is_restored = true;
	fleet->book.opened_count = counter;
}

struct watched *
fleet_restore_endpoint(struct fleet *fleet, const struct endpoint *endpoint,
    const struct restored_endpoint *restored)
{
	struct watched *watched = fleet_find(fleet, endpoint);

	if (watched == NULL)
		return NULL;
	watched->resolve_history = restored->resolve_history;
	watched->resolve_count = restored->resolve_count;
	watched->is_resolve_told = restored->is_resolve_told;
	watched->is_announced = restored->is_announced;
	watched->announced = restored->announced;
	watched->rollout_since = restored->rollout_since;
	watched->is_rollout_told = restored->is_rollout_told;
	watched->rollout_to = restored->rollout_to;
	watched->is_known = restored->is_known;
	if (restored->renewals != NULL) {
		watched->renewals = MEM_NEW(struct renewals);
		*watched->renewals = *restored->renewals;
	}
	return watched;
}

/* Those of a store come in the order of their places: what is behind the last
 * is not there yet. */
static bool
is_there(const struct watched *watched, const struct place *place)
{
	bool is_usual = place->variant == VARIANT_USUAL;
	const struct target_state *states =
	    is_usual ? watched->targets : watched->variants;
	uint32_t count =
	    is_usual ? watched->target_count : watched->variant_count;

	return count > 0 &&
	    place_compare(place, &states[count - 1].place) <= 0 &&
	    watched_target(watched, place) != NULL;
}

void
fleet_restore_target(struct fleet *fleet, struct watched *watched,
    struct target_state *take_state)
{
	struct target_state **states;
	uint32_t *count;

	if (watched == NULL || is_there(watched, &take_state->place)) {
		target_state_clear(take_state);
		return;
	}
	if (take_state->last_look_at > fleet->faults.clock.newest_seen)
		fleet->faults.clock.newest_seen = take_state->last_look_at;
	if (take_state->gone_at != 0) {
		addresses_restore(watched, take_state);
		return;
	}
	states = &watched->targets;
	count = &watched->target_count;
	if (take_state->place.variant != VARIANT_USUAL) {
		states = &watched->variants;
		count = &watched->variant_count;
	}
	*states = mem_resize(*states, *count + 1, sizeof **states);
	(*states)[(*count)++] = *take_state;
	memset(take_state, 0, sizeof *take_state);
}

static size_t
count_left(const struct fleet *fleet, const struct restored_member *members,
    size_t count)
{
	size_t left = 0;

	for (size_t i = 0; i < count; i++)
		left += fleet_find(fleet, members[i].endpoint) != NULL;
	return left;
}

static void
join(struct fleet *fleet, struct open_incident *open,
    const struct restored_member *restored)
{
	struct watched *watched = fleet_find(fleet, restored->endpoint);
	struct incident_member *member;

	if (watched == NULL ||
	    watched_member(watched, open, &restored->place) != NULL)
		return;
	book_join(open, watched, &restored->place, restored->severity,
	    restored->since);
	member =
	    &open->incident->members.items[open->incident->members.len - 1];
	member->clean_count = restored->clean_count;
}

bool
fleet_restore_incident(struct fleet *fleet, struct incident *incident,
    const struct restored_member *members, size_t count)
{
	int64_t changed_at = incident->changed_at;
	struct open_incident *open;

	if (count_left(fleet, members, count) == 0)
		return false;
	incident->endpoint_count = 0;
	incident->most_count = incident->told_count;
	open = book_restore(&fleet->book, incident);
	for (size_t i = 0; i < count; i++)
		join(fleet, open, &members[i]);
	incident->changed_at = changed_at;
	return true;
}

void
fleet_restore_faults(
    struct fleet *fleet, const struct monitor_fault_list *faults, int64_t now)
{
	ARRAY_EACH (fault, faults)
		monitor_faults_restore(&fleet->faults, fault, now);
}

void
fleet_restore_outages(
    struct fleet *fleet, const struct outage outages[OUTAGE_COUNT], int64_t now)
{
	for (int of = 0; of < OUTAGE_COUNT; of++)
		monitor_faults_restore_outage(
		    &fleet->faults, &outages[of], now);
}
