/* Why an event was not told, as JSON; see json_hush.h. */
#include "render/json_hush.h"

#include "render/json_value.h"

json_t *
json_hush(const struct event *event)
{
	json_t *object;

	if (event->hush == HUSH_NONE)
		return json_null();
	object = json_value_object();
	json_value_set(
	    object, "reason", json_value_text(hush_text(event->hush)));
	json_value_set(object, "words", json_value_text(event->hush_words));
	return object;
}
