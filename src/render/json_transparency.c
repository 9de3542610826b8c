/* Transparency as JSON; see json_transparency.h. */
#include "render/json_transparency.h"

#include "base/names.h"
#include "render/json_value.h"

static json_t *
one_of(const struct report_sct *sct)
{
	json_t *one = json_value_object();

	json_value_set(one, "delivery",
	    json_value_text(names_text(&sct_way_names, sct->way)));
	json_value_set(one, "status",
	    json_value_text(names_text(&sct_standing_names, sct->standing)));
	json_value_set(one, "log", json_value_text(sct->log));
	json_value_set(one, "operator", json_value_text(sct->operator));
	json_value_set(one, "log_id", json_value_sha256(sct->log_id));
	json_value_set(one, "log_state",
	    json_value_text(sct->log == NULL
		    ? NULL
		    : names_text(&ct_log_state_names, sct->log_state)));
	json_value_set(one, "time", json_value_time(sct->timestamp_ms / 1000));
	json_value_set(one, "why", json_value_text(sct->why));
	return one;
}

static json_t *
list_of(const struct transparency *transparency)
{
	json_t *list;

	if (transparency->list == NULL)
		return json_null();
	list = json_value_object();
	json_value_set(list, "file", json_value_text(transparency->list));
	json_value_set(
	    list, "made_at", json_value_time(transparency->list_made_at));
	json_value_set(
	    list, "is_stale", json_boolean(transparency->is_list_stale));
	return list;
}

json_t *
json_transparency(const struct transparency *transparency)
{
	json_t *object, *scts;

	if (transparency == NULL)
		return json_null();
	object = json_value_object();
	for (int way = 0; way < SCT_WAY_COUNT; way++)
		json_value_set(object, names_text(&sct_way_names, way),
		    json_value_number(transparency->counts[way]));
	json_value_set(object, "valid",
	    transparency->list == NULL ? json_null()
				       : json_value_number(transparency_count(
					     transparency, SCT_VALID)));
	json_value_set(
	    object, "wanted", json_value_number(transparency->wanted));
	json_value_set(object, "enough", json_boolean(transparency->is_enough));
	json_value_set(object, "log_list", list_of(transparency));
	scts = json_value_array();
	ARRAY_EACH (sct, &transparency->scts)
		json_value_append(scts, one_of(sct));
	json_value_set(object, "timestamps", scts);
	return object;
}
