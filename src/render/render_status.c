/* How endpoints stand, as JSON; see render_status.h. */
#include "render/render_status.h"

#include "render/json_front.h"
#include "render/json_value.h"
#include "render/render_json.h"

static json_t *
json_time(int64_t seconds)
{
	return seconds == 0 ? json_null() : json_value_time(seconds);
}

static json_t *
json_finding_code(enum finding_code code)
{
	return code == FINDING_COUNT ? json_null()
				     : json_value_text(finding_code_text(code));
}

static json_t *
json_target(const struct target_status *target)
{
	json_t *object = json_value_object();

	json_value_set(object, "address", json_value_place(&target->place));
	json_value_set(object, "variant",
	    json_value_text(variant_text((enum variant)target->place.variant)));
	json_value_set(object, "front", json_front(&target->via));
	json_value_set(object, "severity",
	    target->is_seen ? json_value_text(severity_text(target->severity))
			    : json_null());
	json_value_set(object, "finding", json_finding_code(target->finding));
	json_value_set(object, "failure",
	    target->failure == FAILURE_NONE
		? json_null()
		: json_value_text(failure_text(target->failure)));
	json_value_set(object, "chain_since", json_time(target->chain_since));
	json_value_set(object, "breaks_at", json_time(target->breaks_at));
	json_value_set(object, "last_look_at", json_time(target->last_look_at));
	json_value_set(object, "next_look_at", json_time(target->next_look_at));
	return object;
}

static json_t *
open_incident(const struct incident_status *incident)
{
	json_t *object = json_value_object();

	json_value_set(object, "id", json_value_text(incident->id));
	json_value_set(object, "finding", json_finding_code(incident->finding));
	json_value_set(object, "severity",
	    json_value_text(severity_text(incident->severity)));
	json_value_set(object, "opened_at", json_time(incident->opened_at));
	json_value_set(object, "hushed",
	    incident->hush == HUSH_NONE
		? json_null()
		: json_value_text(hush_text(incident->hush)));
	return object;
}

/* Shares as people say them, in per cent. */
static json_t *
json_habit(const struct habit *habit)
{
	json_t *object;

	if (habit->count == 0)
		return json_null();
	object = json_value_object();
	json_value_set(
	    object, "left_percent", json_value_number((habit->usual + 5) / 10));
	json_value_set(
	    object, "overdue_percent", json_value_number(habit->late / 10));
	json_value_set(object, "renewals", json_value_number(habit->count));
	json_value_set(object, "last_at", json_time(habit->last_at));
	return object;
}

const char *
render_status_state(const struct endpoint_status *status)
{
	return endpoint_status_is_known(status)
	    ? severity_text(status->severity)
	    : RENDER_STATUS_UNKNOWN;
}

json_t *
render_status(const struct endpoint_status *status)
{
	json_t *object = render_json_endpoint(status->endpoint);
	json_t *addresses = json_value_array(), *incidents = json_value_array();

	json_value_set(object, "id", json_value_text(status->endpoint->id));
	json_value_set(
	    object, "state", json_value_text(render_status_state(status)));
	json_value_set(object, "is_broken",
	    json_value_bool(endpoint_status_is_broken(status)));
	json_value_set(object, "finding", json_finding_code(status->finding));
	ARRAY_EACH (incident, &status->incidents)
		json_value_append(incidents, open_incident(incident));
	json_value_set(object, "incidents", incidents);
	json_value_set(object, "breaks_at", json_time(status->breaks_at));
	json_value_set(object, "last_look_at", json_time(status->last_look_at));
	json_value_set(object, "next_look_at", json_time(status->next_look_at));
	json_value_set(object, "habit", json_habit(&status->habit));
	ARRAY_EACH (target, &status->targets)
		json_value_append(addresses, json_target(target));
	json_value_set(object, "addresses", addresses);
	addresses = json_value_array();
	ARRAY_EACH (target, &status->variants)
		json_value_append(addresses, json_target(target));
	json_value_set(object, "variants", addresses);
	return object;
}
