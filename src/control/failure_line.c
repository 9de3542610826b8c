/* What to do where looks failed; see failure_line.h. */
#include "control/failure_line.h"

#include "render/json_finding.h"
#include "render/json_value.h"

#define FAILURE_TEXT_MAX (64u << 10)

static json_t *
json_place(const struct target_status *target)
{
	json_t *object = json_value_object();

	json_value_set(object, "address", json_value_place(&target->place));
	json_value_set(object, "variant",
	    json_value_text(variant_text((enum variant)target->place.variant)));
	json_value_set(
	    object, "failure", json_value_text(failure_text(target->failure)));
	return object;
}

static json_t *
rendered(enum finding_code code, const struct render_about *about,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(FAILURE_TEXT_MAX);
	struct render_style full = *style;

	full.has_remedies = true; /* no chain says more */
	render_text_failure(&text, code, NULL, about, &full);
	return json_value_strbuf(&text);
}

/* At the first of its addresses: its commands are to be pasted. */
static json_t *
failure_line(const struct endpoint_status *status,
    const struct target_status *target, const struct render_style *style)
{
	enum finding_code code = failure_finding(target->failure);
	const struct finding finding = {
	    .code = code,
	    .certificate = FINDING_CERTIFICATE_NONE,
	};
	const struct render_about about = {
	    .endpoint = status->endpoint,
	    .place = &target->place,
	    .vias = &target->via,
	    .via_count = 1,
	};
	json_t *object = json_value_object();

	json_value_set(
	    object, "finding", json_value_text(finding_code_text(code)));
	json_value_set(object, "severity",
	    json_value_text(severity_text(finding_info(code)->severity)));
	json_value_set(
	    object, "title", json_value_text(finding_info(code)->title));
	json_value_set(object, "addresses", json_value_array());
	json_value_set(
	    object, "remedy", json_finding_remedy(&finding, NULL, &about));
	json_value_set(object, "text",
	    style == NULL ? json_null() : rendered(code, &about, style));
	return object;
}

json_t *
failure_lines(
    const struct endpoint_status *status, const struct render_style *style)
{
	json_t *lines = json_value_array();
	json_t *line_of[FINDING_COUNT] = {NULL}; /* lent by lines */

	ARRAY_EACH (target, &status->targets) {
		enum finding_code code = failure_finding(target->failure);

		if (code == FINDING_COUNT)
			continue;
		if (line_of[code] == NULL) {
			line_of[code] = failure_line(status, target, style);
			json_value_append(lines, line_of[code]);
		}
		json_value_append(json_object_get(line_of[code], "addresses"),
		    json_place(target));
	}
	return lines;
}
