/* One incident as JSON; see incident_line.h. */
#include "control/incident_line.h"

#include "control/history_line.h"
#include "model/sink_names.h"
#include "render/json_value.h"

static json_t *
json_maybe_time(int64_t time)
{
	return time == 0 ? json_null() : json_value_time(time);
}

static json_t *
json_sinks(const char *names)
{
	char name[SINK_NAME_MAX + 1];
	json_t *list;

	if (names == NULL)
		return json_null();
	list = json_value_array();
	while (sink_names_next(&names, name))
		json_value_append(list, json_value_text(name));
	return list;
}

static json_t *
json_met_place(const struct incident_met_place *place)
{
	json_t *object = json_value_object();
	bool is_whole = place_is_none(&place->place);

	json_value_set(object, "address",
	    is_whole ? json_null() : json_value_place(&place->place));
	json_value_set(object, "variant",
	    json_value_text(variant_text((enum variant)place->place.variant)));
	json_value_set(object, "since", json_value_time(place->since));
	json_value_set(object, "severity",
	    json_value_text(severity_text(place->severity)));
	return object;
}

static json_t *
json_met(const struct incident_met *met)
{
	json_t *object = json_value_object(), *places = json_value_array();

	json_value_set(object, "endpoint", json_value_text(met->endpoint));
	json_value_set(object, "since", json_value_time(met->since));
	json_value_set(object, "until", json_maybe_time(met->until));
	json_value_set(object, "address_count",
	    json_value_number((int64_t)met->place_count));
	ARRAY_EACH (place, &met->places)
		json_value_append(places, json_met_place(place));
	json_value_set(object, "addresses", places);
	return object;
}

static json_t *
json_told(const struct incident_told_to *told)
{
	json_t *object = json_value_object();

	json_value_set(object, "sink", json_value_text(told->sink));
	json_value_set(object, "state",
	    json_value_text(names_text(&incident_told_names, told->state)));
	json_value_set(
	    object, "attempts", json_value_number((int64_t)told->attempts));
	json_value_set(object, "error", json_value_text(told->error));
	return object;
}

static json_t *
json_event(const struct incident_event *event)
{
	json_t *object = json_value_object(), *list = json_value_array();
	json_t *payload = json_loads(event->payload, 0, NULL);

	json_value_set(
	    object, "event", payload != NULL ? payload : json_null());
	ARRAY_EACH (told, &event->told)
		json_value_append(list, json_told(told));
	json_value_set(object, "told", list);
	return object;
}

json_t *
incident_line(const struct incident_record *record)
{
	json_t *object = json_value_object(), *list = json_value_array();

	json_value_set(object, "entry", history_line(&record->entry));
	json_value_set(
	    object, "changed_at", json_maybe_time(record->changed_at));
	json_value_set(object, "told_at", json_maybe_time(record->told_at));
	json_value_set(object, "sinks", json_sinks(record->sinks));
	json_value_set(
	    object, "reminders", json_value_number(record->reminders));
	json_value_set(object, "openings",
	    json_value_number(record->openings > 0 ? record->openings : 1));
	json_value_set(object, "endpoint_count",
	    json_value_number((int64_t)record->met_count));
	json_value_set(object, "over_count",
	    json_value_number((int64_t)record->over_count));
	json_value_set(
	    object, "from", json_value_number((int64_t)record->met_from));
	ARRAY_EACH (met, &record->met)
		json_value_append(list, json_met(met));
	json_value_set(object, "endpoints", list);
	list = json_value_array();
	ARRAY_EACH (event, &record->events)
		json_value_append(list, json_event(event));
	json_value_set(object, "events", list);
	json_value_set(object, "has_more_events",
	    json_value_bool(record->has_more_events));
	return object;
}
