/* An incident as JSON; see json_incident.h. */
#include "render/json_incident.h"

#include "render/json_value.h"

json_t *
json_ack(const struct ack *ack)
{
	json_t *object;

	if (ack == NULL)
		return json_null();
	object = json_value_object();
	json_value_set(object, "author", json_value_text(ack->author));
	json_value_set(object, "reason", json_value_text(ack->reason));
	json_value_set(object, "at", json_value_time(ack->at));
	json_value_set(object, "until",
	    ack->until == 0 ? json_null() : json_value_time(ack->until));
	return object;
}

json_t *
json_incident(const struct event_incident *incident)
{
	json_t *object = NULL, *endpoints = NULL;

	if (!incident->is_set)
		return json_null();
	object = json_value_object();
	endpoints = json_value_array();
	json_value_set(object, "id", json_value_text(incident->id));
	json_value_set(object, "finding",
	    json_value_text(finding_code_text(incident->finding)));
	json_value_set(object, "severity",
	    json_value_text(severity_text(incident->severity)));
	json_value_set(
	    object, "opened_at", json_value_time(incident->opened_at));
	json_value_set(object, "resolved_at",
	    incident->resolved_at == 0
		? json_null()
		: json_value_time(incident->resolved_at));
	json_value_set(object, "endpoint_count",
	    json_value_number((int64_t)incident->endpoint_count));
	ARRAY_EACH (id, &incident->endpoints)
		json_value_append(endpoints, json_value_text(*id));
	json_value_set(object, "endpoints", endpoints);
	json_value_set(object, "acknowledged", json_ack(incident->ack));
	json_value_set(object, "openings",
	    json_value_number(incident->openings > 0 ? incident->openings : 1));
	return object;
}
