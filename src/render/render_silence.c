/* A silence as JSON; see render_silence.h. */
#include "render/render_silence.h"

#include "render/json_value.h"

json_t *
render_silence(const struct silence *silence)
{
	json_t *object = json_value_object();
	json_t *labels = json_value_object();

	ARRAY_EACH (label, &silence->scope.labels)
		json_value_set(
		    labels, label->key, json_value_text(label->value));
	json_value_set(object, "id",
	    silence->number == 0 ? json_null()
				 : json_value_number(silence->number));
	json_value_set(
	    object, "configured", json_value_bool(silence->number == 0));
	json_value_set(
	    object, "pattern", json_value_text(silence->scope.pattern));
	json_value_set(object, "labels", labels);
	json_value_set(object, "finding",
	    silence->finding == FINDING_COUNT
		? json_null()
		: json_value_text(finding_code_text(silence->finding)));
	json_value_set(
	    object, "certificate", json_value_nonempty(silence->certificate));
	json_value_set(object, "tied", json_value_bool(silence->is_tied));
	json_value_set(object, "reason", json_value_text(silence->reason));
	json_value_set(object, "author", json_value_text(silence->author));
	json_value_set(object, "set_at", json_value_time(silence->set_at));
	json_value_set(object, "ends_at", json_value_time(silence->ends_at));
	return object;
}
