/* One chain judged twice; see replayed.h. */
#include "cli/replayed.h"

#include <string.h>

#include "base/safe_print.h"
#include "cli/history_text.h"
#include "render/json_value.h"
#include "render/text_layout.h"

#define PLACES_NAMED 3
#define SHOWN_MAX 500 /* characters of one text */
#define LINE_BYTES 16384
#define OUTCOME_COLUMNS 9

static const char *const outcome_table[] = {
    [REPLAY_BREAKS] = "breaks",
    [REPLAY_WORSE] = "worse",
    [REPLAY_BROKEN] = "broken",
    [REPLAY_WORKS] = "works",
    [REPLAY_BETTER] = "better",
    [REPLAY_SAME] = "same",
    [REPLAY_UNKNOWN] = "unknown",
};
const struct names replay_outcome_names = NAMES_INIT(outcome_table);

enum replay_outcome
replay_outcome(const struct report *before, const struct report *after)
{
	bool was_broken, is_broken;

	if (before == NULL || after == NULL)
		return REPLAY_UNKNOWN;
	was_broken = before->severity == SEVERITY_CRITICAL;
	is_broken = after->severity == SEVERITY_CRITICAL;
	if (is_broken)
		return was_broken ? REPLAY_BROKEN : REPLAY_BREAKS;
	if (was_broken)
		return REPLAY_WORKS;
	if (after->severity == before->severity)
		return REPLAY_SAME;
	return after->severity > before->severity ? REPLAY_WORSE
						  : REPLAY_BETTER;
}

static json_t *
side_of(const struct report *report)
{
	json_t *object, *findings;

	if (report == NULL)
		return json_null();
	object = json_value_object();
	findings = json_value_array();
	json_value_set(object, "valid", json_value_bool(report->is_valid));
	json_value_set(object, "severity",
	    json_value_text(severity_text(report->severity)));
	json_value_set(object, "breaks_at",
	    report->breaks_at == 0 ? json_null()
				   : json_value_time(report->breaks_at));
	ARRAY_EACH (finding, &report->findings) {
		json_t *item = json_value_object();

		json_value_set(item, "code",
		    json_value_text(finding_code_text(finding->code)));
		json_value_set(item, "severity",
		    json_value_text(severity_text(finding->severity)));
		json_value_set(
		    item, "detail", json_value_text(finding->detail));
		json_value_append(findings, item);
	}
	json_value_set(object, "findings", findings);
	return object;
}

static json_t *
stops_of(const struct report *before, const struct report *after)
{
	json_t *list = json_value_array();

	if (before == NULL || after == NULL)
		return list;
	ARRAY_EACH (client, &after->clients) {
		const struct report_client *was =
		    report_find_client(before, client->name);

		if (was != NULL && was->accepts && !client->accepts &&
		    client->weight != REPORT_CLIENT_IDLE)
			json_value_append(list, json_value_text(client->name));
	}
	return list;
}

static json_t *
places_of(const struct target_chain *chain)
{
	json_t *list = json_value_array();

	ARRAY_EACH (place, &chain->places) {
		json_t *object = json_value_object();

		json_value_set(object, "address", json_value_place(place));
		json_value_set(object, "variant",
		    json_value_text(
			variant_text((enum variant)place->variant)));
		json_value_append(list, object);
	}
	return list;
}

json_t *
replayed_json(const char *endpoint_id, const struct target_chain *chain,
    const struct report *before, const struct report *after)
{
	json_t *object = json_value_object();

	json_value_set(object, "type", json_value_text("chain"));
	json_value_set(object, "endpoint", json_value_text(endpoint_id));
	json_value_set(object, "chain", json_value_sha256(chain->id));
	json_value_set(object, "addresses", places_of(chain));
	json_value_set(object, "outcome",
	    json_value_text(names_text(
		&replay_outcome_names, (int)replay_outcome(before, after))));
	json_value_set(object, "before", side_of(before));
	json_value_set(object, "after", side_of(after));
	json_value_set(object, "stops", stops_of(before, after));
	return object;
}

static const char *
member(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

static void
add_safe(struct strbuf *buf, const char *text)
{
	safe_print(buf, text, strlen(text), SHOWN_MAX);
}

static enum text_colour
colour_of(const char *outcome)
{
	int value;

	if (!names_find(&replay_outcome_names, outcome, &value))
		return TEXT_PLAIN;
	switch ((enum replay_outcome)value) {
	case REPLAY_BREAKS:
	case REPLAY_BROKEN: return TEXT_RED;
	case REPLAY_WORSE:
	case REPLAY_UNKNOWN: return TEXT_YELLOW;
	case REPLAY_WORKS:
	case REPLAY_BETTER: return TEXT_GREEN;
	case REPLAY_SAME:
	case REPLAY_OUTCOME_COUNT: break;
	}
	return TEXT_PLAIN;
}

static void
add_where(struct strbuf *line, const json_t *replayed)
{
	const json_t *addresses = json_object_get(replayed, "addresses");
	const json_t *address;
	size_t count = json_array_size(addresses), i;

	add_safe(line, member(replayed, "endpoint"));
	json_array_foreach(addresses, i, address)
	{
		if (i == PLACES_NAMED)
			break;
		strbuf_add(line, i == 0 ? " at " : ", ");
		history_text_place(line, address);
	}
	if (count > PLACES_NAMED)
		strbuf_addf(line, " and %zu more", count - PLACES_NAMED);
}

/* The root cause, with what it says; what else is found by name. */
static void
add_findings(struct strbuf *line, const json_t *replayed)
{
	const json_t *findings =
	    json_object_get(json_object_get(replayed, "after"), "findings");
	const json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		strbuf_add(line, i == 0 ? ": " : i == 1 ? " Also " : ", ");
		add_safe(line, member(finding, "code"));
		if (i > 0)
			continue;
		strbuf_add(line, ": ");
		add_safe(line, member(finding, "detail"));
	}
	if (json_array_size(findings) > 1)
		strbuf_add_char(line, '.');
}

static void
add_stops(struct strbuf *line, const json_t *replayed)
{
	const json_t *stops = json_object_get(replayed, "stops"), *name;
	size_t i;

	json_array_foreach(stops, i, name)
	{
		strbuf_add(line, i == 0 ? " It stops working for " : ", ");
		if (json_is_string(name))
			add_safe(line, json_string_value(name));
	}
	if (json_array_size(stops) > 0)
		strbuf_add_char(line, '.');
}

void
replayed_text(struct strbuf *buf, const json_t *replayed,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	const char *outcome = member(replayed, "outcome");

	text_add(buf, style, colour_of(outcome), outcome);
	text_pad(buf, OUTCOME_COLUMNS - strlen(outcome));
	add_where(&line, replayed);
	if (json_is_null(json_object_get(replayed, "after")))
		strbuf_add(&line, ": its certificates were not all kept");
	add_findings(&line, replayed);
	add_stops(&line, replayed);
	text_wrap(buf, style, OUTCOME_COLUMNS, OUTCOME_COLUMNS, TEXT_PLAIN,
	    strbuf_text(&line));
}
