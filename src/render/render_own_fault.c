/* A fault of the monitor's own, as JSON; see render_own_fault.h. */
#include "render/render_own_fault.h"

#include "base/timestamp.h"
#include "render/json_value.h"

#define ID "(chainwatchd)"

json_t *
render_own_fault(const struct monitor_fault *fault)
{
	json_t *object = json_value_object();
	char since[TIMESTAMP_TEXT_MAX];

	json_value_set(object, "id", json_value_text(ID));
	json_value_set(
	    object, "state", json_value_text(severity_text(fault->severity)));
	json_value_set(object, "finding",
	    json_value_text(finding_code_text(fault->finding)));
	json_value_set(object, "subject", json_value_text(fault->subject));
	json_value_set(object, "since",
	    json_value_text(timestamp_format(fault->since, since)));
	json_value_set(object, "text", json_value_text(fault->text));
	json_value_set(object, "addresses", json_value_array());
	json_value_set(object, "breaks_at", json_null());
	return object;
}
