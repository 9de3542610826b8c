/* Text and JSON of a probe; see probe_show.h. */
#include "cli/probe_show.h"

#include <string.h>

#include "base/duration.h"
#include "base/safe_print.h"
#include "cli/check_text.h"
#include "render/json_value.h"
#include "render/render_json.h"
#include "render/text_layout.h"

#define LINE_MAX_BYTES 4096

static bool
is_shown(const struct probe_outcome *outcome, const struct checked *checked)
{
	return outcome->expected != NULL &&
	    expected_file_is_shown(outcome->expected, checked->observation);
}

size_t
probe_count_shown(const struct probe_outcome *outcome)
{
	size_t count = 0;

	ARRAY_EACH (checked, &outcome->looks->items)
		count += is_shown(outcome, checked);
	return count;
}

bool
probe_is_broken(const struct probe_outcome *outcome)
{
	ARRAY_EACH (checked, &outcome->looks->items) {
		if (checked->report != NULL &&
		    checked->report->severity == SEVERITY_CRITICAL)
			return true;
	}
	return false;
}

static void
add_state(struct strbuf *buf, const struct probe_outcome *outcome,
    const struct checked *checked)
{
	const struct observation *observation = checked->observation;
	const struct cert *missing =
	    expected_file_missing(outcome->expected, observation);

	if (checked->report == NULL)
		strbuf_addf(buf, "shows no chain: %s",
		    observation->detail[0] != '\0'
			? observation->detail
			: failure_text(observation->failure));
	else if (is_shown(outcome, checked))
		strbuf_addf(buf, "shows %s", outcome->file);
	else if (missing != NULL)
		strbuf_addf(
		    buf, "shows the certificate, but not %s", missing->label);
	else
		strbuf_addf(buf, "still shows %s",
		    checked->report->presented->certs[0]->label);
}

static void
add_addresses(struct strbuf *buf, const struct probe_outcome *outcome,
    const struct render_style *style)
{
	ARRAY_EACH (checked, &outcome->looks->items) {
		CLEANUP(strbuf_clear)
		struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);
		bool is_right = is_shown(outcome, checked);
		char text[TARGET_TEXT_MAX];

		strbuf_addf(
		    &line, "%s ", target_format(&checked->target, text));
		add_state(&line, outcome, checked);
		text_wrap(buf, style, 0, 3, is_right ? TEXT_GREEN : TEXT_YELLOW,
		    strbuf_text(&line));
	}
}

static void
add_sum(struct strbuf *buf, const struct probe_outcome *outcome,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear)
	struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);
	size_t count = outcome->looks->items.len;
	size_t shown = probe_count_shown(outcome);
	char waited[DURATION_TEXT_MAX];

	strbuf_addf(&line, "%zu of %zu address%s %s %s", shown, count,
	    count == 1 ? "" : "es", shown == 1 ? "shows" : "show",
	    outcome->file);
	if (outcome->waited_s > 0)
		strbuf_addf(&line, " after %s",
		    duration_format(outcome->waited_s, waited));
	strbuf_add(&line,
	    probe_is_broken(outcome) ? "; a chain that is served is broken:"
				     : ".");
	text_wrap(buf, style, 0, 0, TEXT_BOLD, strbuf_text(&line));
}

static void
add_daemon(struct strbuf *buf, const struct probe_outcome *outcome)
{
	const json_t *row = outcome->daemon;
	const char *state = json_string_value(json_object_get(row, "state"));
	const char *finding =
	    json_string_value(json_object_get(row, "finding"));

	if (state == NULL)
		return;
	strbuf_add(buf, "The daemon has looked, too: ");
	safe_print(buf, state, strlen(state), 100);
	if (finding != NULL) {
		strbuf_add(buf, ", ");
		safe_print(buf, finding, strlen(finding), 100);
	}
	strbuf_add_char(buf, '\n');
}

void
probe_text(struct strbuf *buf, const struct probe_outcome *outcome,
    const struct render_style *style)
{
	const struct looks *looks = outcome->looks;

	if (outcome->expected != NULL && looks->items.len > 0) {
		add_addresses(buf, outcome, style);
		add_sum(buf, outcome, style);
		add_daemon(buf, outcome);
		if (!probe_is_broken(outcome) &&
		    looks->resolve_failure == FAILURE_NONE)
			return;
		strbuf_add_char(buf, '\n');
	}
	check_text(buf, outcome->endpoint, looks, style);
	if (outcome->expected == NULL)
		add_daemon(buf, outcome);
}

static json_t *
expected_of(const struct probe_outcome *outcome)
{
	json_t *object;

	if (outcome->expected == NULL)
		return json_null();
	object = json_value_object();
	json_value_set(object, "file", json_value_text(outcome->file));
	json_value_set(
	    object, "leaf", json_value_text(outcome->expected->leaf->label));
	json_value_set(object, "fingerprint_sha256",
	    json_value_sha256(outcome->expected->leaf->sha256));
	return object;
}

static json_t *
failure_of(const struct looks *looks)
{
	json_t *object;

	if (looks->resolve_failure == FAILURE_NONE)
		return json_null();
	object = json_value_object();
	json_value_set(object, "kind",
	    json_value_text(
		finding_code_text(failure_finding(looks->resolve_failure))));
	json_value_set(
	    object, "detail", json_value_text(looks->resolve_detail));
	return object;
}

json_t *
probe_json(const struct probe_outcome *outcome)
{
	const struct looks *looks = outcome->looks;
	json_t *object = json_value_object(), *list = json_value_array();
	size_t shown = probe_count_shown(outcome);

	json_value_set(
	    object, "version", json_value_number(RENDER_JSON_VERSION));
	json_value_set(
	    object, "endpoint", json_value_text(outcome->endpoint->id));
	json_value_set(object, "expected", expected_of(outcome));
	json_value_set(object, "shown", json_value_number((int64_t)shown));
	json_value_set(
	    object, "count", json_value_number((int64_t)looks->items.len));
	json_value_set(object, "is_complete",
	    json_value_bool(looks->items.len > 0 && shown == looks->items.len &&
		looks->resolve_failure == FAILURE_NONE));
	json_value_set(
	    object, "is_broken", json_value_bool(probe_is_broken(outcome)));
	json_value_set(
	    object, "waited_s", json_value_number(outcome->waited_s));
	json_value_set(object, "failure", failure_of(looks));
	json_value_set(object, "daemon",
	    outcome->daemon != NULL ? json_deep_copy(outcome->daemon)
				    : json_null());
	ARRAY_EACH (checked, &looks->items) {
		json_t *item = render_json_observation(
		    &checked->target, checked->observation, checked->report);

		json_value_set(item, "shown",
		    outcome->expected == NULL
			? json_null()
			: json_value_bool(is_shown(outcome, checked)));
		json_value_append(list, item);
	}
	json_value_set(object, "addresses", list);
	return object;
}
