/* What differs between two chains, as JSON; see json_change.h. */
#include "render/json_change.h"

#include "render/json_value.h"

json_t *
json_changes(const struct chain_changes *changes)
{
	json_t *list = json_value_array();

	ARRAY_EACH (change, &changes->list) {
		json_t *object = json_value_object();

		json_value_set(object, "what", json_value_text(change->what));
		json_value_set(
		    object, "before", json_value_text(change->before));
		json_value_set(object, "after", json_value_text(change->after));
		json_value_set(
		    object, "is_worse", json_value_bool(change->is_worse));
		json_value_append(list, object);
	}
	return list;
}

json_t *
json_rollout(const struct event_rollout *rollout)
{
	json_t *object;

	if (rollout->total == 0)
		return json_null();
	object = json_value_object();
	json_value_set(
	    object, "done", json_value_number((int64_t)rollout->done));
	json_value_set(
	    object, "total", json_value_number((int64_t)rollout->total));
	json_value_set(object, "since", json_value_time(rollout->since));
	json_value_set(
	    object, "taken_back", json_value_bool(rollout->is_taken_back));
	return object;
}
