/* Fronts as JSON; see json_front.h. */
#include "render/json_front.h"

json_t *
json_front(const struct endpoint_via *via)
{
	enum endpoint_role role =
	    via->front == NULL ? ENDPOINT_ROLE_NONE : via->front->role;
	const char *title = via->front == NULL ? NULL : via->front->title;
	json_t *object = NULL;

	if (role == ENDPOINT_ROLE_NONE && title == NULL &&
	    via->provider == PROVIDER_NONE)
		return json_null();
	object = json_value_object();
	json_value_set(object, "role",
	    role == ENDPOINT_ROLE_NONE
		? json_null()
		: json_value_text(names_text(&endpoint_role_names, (int)role)));
	json_value_set(object, "name", json_value_text(title));
	json_value_set(object, "provider",
	    via->provider == PROVIDER_NONE
		? json_null()
		: json_value_text(
		      names_text(&provider_names, (int)via->provider)));
	return object;
}

json_t *
json_fronts(const struct event *event)
{
	json_t *list = json_value_array();

	for (size_t i = 0; i < event->vias.len && i < event->places.len; i++) {
		json_t *front = json_front(&event->vias.items[i]);

		if (!json_is_object(front))
			continue;
		json_value_set(front, "address",
		    json_value_place(&event->places.items[i]));
		json_value_append(list, front);
	}
	return list;
}

json_t *
json_variants(const struct event *event)
{
	unsigned variants = event_variants(event);
	json_t *list = json_value_array();

	for (int i = VARIANT_USUAL + 1; i < VARIANT_COUNT; i++) {
		if (variants_have(variants, (enum variant)i))
			json_value_append(list,
			    json_value_text(variant_text((enum variant)i)));
	}
	return list;
}
