/* Whom an event is for; see json_routing.h. */
#include "render/json_routing.h"

#include "model/sink_names.h"
#include "render/json_value.h"

static json_t *
list_of(const char *names)
{
	json_t *list = json_value_array();
	char name[SINK_NAME_MAX + 1];

	while (sink_names_next(&names, name))
		json_value_append(list, json_value_text(name));
	return list;
}

void
json_routing_set(json_t *object, const struct event *event)
{
	json_value_set(object, "routed_to",
	    event->sinks == NULL ? json_null() : list_of(event->sinks));
	json_value_set(object, "newly_told", list_of(event->newly_told));
}
