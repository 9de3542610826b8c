/* How an endpoint stands; see status.h. */
#include "incident/status.h"

#include "incident/fleet_inside.h"
#include "incident/renewal.h"

bool
fleet_status(const struct fleet *fleet, const struct endpoint *endpoint,
    status_next_fn next, const void *arg, struct endpoint_status *ret_status)
{
	const struct watched *watched = fleet_find(fleet, endpoint);

	if (watched == NULL)
		return false;
	endpoint_status_begin(ret_status, watched->endpoint);
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		endpoint_status_add_target(
		    ret_status, state, next(arg, &state->place));
		if (ret_status->habit.count == 0)
			(void)renewals_habit_shown(watched->renewals,
			    state->current, &ret_status->habit);
	}
	for (uint32_t i = 0; i < watched->variant_count; i++) {
		const struct target_state *state = &watched->variants[i];

		endpoint_status_add_target(
		    ret_status, state, next(arg, &state->place));
	}
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		if (watched_is_first(watched, i))
			endpoint_status_add_incident(
			    ret_status, watched->memberships[i].open->incident);
	}
	return true;
}
