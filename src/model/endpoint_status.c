/* How an endpoint stands; see endpoint_status.h. */
#include "model/endpoint_status.h"

#include <stdio.h>

void
endpoint_status_begin(
    struct endpoint_status *status, const struct endpoint *endpoint)
{
	*status = (struct endpoint_status){
	    .endpoint = endpoint,
	    .severity = SEVERITY_OK,
	    .finding = FINDING_COUNT,
	};
}

void
endpoint_status_clear(struct endpoint_status *status)
{
	ARRAY_CLEAR(&status->targets);
	ARRAY_CLEAR(&status->variants);
	ARRAY_CLEAR(&status->incidents);
}

/* The earlier of two times, of which 0 is none. */
static int64_t
earlier(int64_t a, int64_t b)
{
	if (a == 0 || b == 0)
		return a == 0 ? b : a;
	return a < b ? a : b;
}

void
endpoint_status_add_target(struct endpoint_status *status,
    const struct target_state *state, int64_t next_look_at)
{
	bool is_usual = state->place.variant == VARIANT_USUAL;
	struct target_status *target;

	if (!is_usual && state->current == NULL)
		return;
	target = is_usual ? ARRAY_ADD(&status->targets)
			  : ARRAY_ADD(&status->variants);
	*target = (struct target_status){
	    .place = state->place,
	    .via = target_state_via(state),
	    .severity = SEVERITY_OK,
	    .finding = FINDING_COUNT,
	    .failure = state->last_failure,
	    .is_seen = state->is_seen,
	    .chain_since = state->chain_since,
	    .last_look_at = state->last_look_at,
	    .next_look_at = next_look_at,
	    .is_reached = state->is_reached,
	    .current = state->current,
	};
	if (state->current != NULL) {
		const struct verdict *verdict = state->current;

		target->severity = verdict->severity;
		target->breaks_at = verdict->breaks_at;
		if (verdict->finding_count > 0)
			target->finding = verdict->findings[0].code;
	}
	status->breaks_at = earlier(status->breaks_at, target->breaks_at);
	if (!is_usual)
		return;
	if (state->last_look_at > status->last_look_at)
		status->last_look_at = state->last_look_at;
	status->is_looked_at |= state->last_look_at != 0;
	status->is_seen |= state->is_seen;
	status->next_look_at = earlier(status->next_look_at, next_look_at);
}

bool
endpoint_status_is_known(const struct endpoint_status *status)
{
	return status->is_seen || status->incidents.len > 0;
}

bool
endpoint_status_is_broken(const struct endpoint_status *status)
{
	if (!endpoint_status_is_known(status) ||
	    status->severity != SEVERITY_CRITICAL)
		return false;
	ARRAY_EACH (target, &status->targets) {
		if (target->failure != FAILURE_NONE ||
		    (target->current != NULL && !target->current->is_valid))
			return true;
	}
	return status->breaks_at == 0;
}

static bool
is_worse(const struct incident_status *a, const struct incident_status *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity;
	return a->finding < b->finding; /* the catalogue's order */
}

void
endpoint_status_add_incident(
    struct endpoint_status *status, const struct incident *incident)
{
	struct incident_status *slot = ARRAY_ADD(&status->incidents);
	struct incident_status row = {
	    .finding = incident->code,
	    .severity = incident->severity,
	    .opened_at = incident->opened_at,
	    .hush = incident->ack != NULL ? HUSH_ACKNOWLEDGED : incident->hush,
	};

	snprintf(row.id, sizeof row.id, "%s", incident->id);
	for (; slot > status->incidents.items && is_worse(&row, slot - 1);
	     slot--)
		*slot = slot[-1];
	*slot = row;
	status->severity = status->incidents.items[0].severity;
	status->finding = status->incidents.items[0].finding;
}
