/* One endpoint for people; see show_text.h. */
#include "cli/show_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/array.h"
#include "base/duration.h"
#include "base/names.h"
#include "base/safe_print.h"
#include "base/timestamp.h"
#include "cli/history_text.h"
#include "cli/show_chains.h"
#include "cli/silence_text.h"
#include "render/text_layout.h"

#define STEP 2
#define SHOWN_MAX 1000 /* characters of one text */
#define LINE_BYTES 16384
#define PLACE_COLUMNS_MAX 44
#define ID_SHOWN 8 /* of an incident, for `ack` */

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

static void
add_title(
    struct strbuf *buf, const char *title, const struct render_style *style)
{
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, title);
	strbuf_add_char(buf, '\n');
}

static void
add_state(
    struct strbuf *buf, const char *name, const struct render_style *style)
{
	int severity;

	if (names_find(&severity_names, name, &severity))
		text_add_severity(buf, style, (enum severity)severity);
	else
		add_safe(buf, *name != '\0' ? name : "unknown");
}

static bool
time_of(const json_t *object, const char *key, int64_t *ret_time)
{
	const char *text = member(object, key);

	return *text != '\0' && timestamp_parse(text, ret_time, NULL);
}

/* "in 12 days, 2026-12-03 12:00 UTC"; "3 hours ago, ..." */
static void
add_when(struct strbuf *buf, int64_t when, int64_t now)
{
	char words[DURATION_TEXT_MAX], date[TIMESTAMP_TEXT_MAX];
	int64_t distance = when > now ? when - now : now - when;

	strbuf_addf(buf, "%s%s%s, %s", when > now ? "in " : "",
	    duration_words(distance, words), when > now ? "" : " ago",
	    timestamp_words(when, date));
}

static void
add_line(struct strbuf *buf, struct strbuf *line, enum text_colour colour,
    const struct render_style *style)
{
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, colour, strbuf_text(line));
	strbuf_clear(line);
}

/* Of all clients that matter the first; of the chain that breaks first. */
static void
add_who(struct strbuf *line, const json_t *shown)
{
	const json_t *chain, *first = NULL, *name;
	const char *at = NULL;
	size_t i;

	json_array_foreach(json_object_get(shown, "chains"), i, chain)
	{
		const json_t *stop = json_object_get(
		    json_object_get(chain, "report"), "first_stop");
		const char *when = member(stop, "at");

		if (*when != '\0' && (at == NULL || strcmp(when, at) < 0)) {
			first = stop;
			at = when;
		}
	}
	if (first == NULL)
		return;
	strbuf_add(line, " First for ");
	json_array_foreach(json_object_get(first, "clients"), i, name)
	{
		strbuf_add(line, i == 0 ? "" : ", ");
		if (json_is_string(name))
			add_safe(line, json_string_value(name));
	}
	strbuf_addf(line, ", %.10s", at);
	if (*member(first, "reason") != '\0') {
		strbuf_add(line, ": ");
		add_safe(line, member(first, "reason"));
	}
	strbuf_add_char(line, '.');
}

static void
add_times(struct strbuf *buf, const json_t *shown, int64_t now,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	char words[DURATION_TEXT_MAX];
	int64_t when;

	if (time_of(shown, "breaks_at", &when)) {
		strbuf_add(&line, when > now ? "Breaks " : "Broke ");
		add_when(&line, when, now);
		strbuf_add_char(&line, '.');
		add_who(&line, shown);
		add_line(buf, &line, TEXT_PLAIN, style);
	}
	if (time_of(shown, "last_look_at", &when))
		strbuf_addf(&line, "Last looked at %s ago",
		    duration_words(now > when ? now - when : 0, words));
	else
		strbuf_add(&line, "Not looked at yet");
	if (time_of(shown, "next_look_at", &when))
		strbuf_addf(&line, ", next in %s",
		    duration_words(when > now ? when - now : 0, words));
	strbuf_add_char(&line, '.');
	add_line(buf, &line, TEXT_PLAIN, style);
}

static void
add_habit(
    struct strbuf *buf, const json_t *shown, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	const json_t *habit = json_object_get(shown, "habit");

	if (!json_is_object(habit))
		return;
	history_text_habit(&line, habit);
	add_line(buf, &line, TEXT_PLAIN, style);
}

static void
add_labels(
    struct strbuf *buf, const json_t *shown, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	const json_t *value;
	const char *key;

	json_object_foreach(
	    (json_t *)json_object_get(shown, "labels"), key, value)
	{
		strbuf_add(&line, line.len == 0 ? "Labels: " : ", ");
		add_safe(&line, key);
		strbuf_add_char(&line, '=');
		if (json_is_string(value))
			add_safe(&line, json_string_value(value));
	}
	if (line.len > 0)
		add_line(buf, &line, TEXT_PLAIN, style);
}

/* "192.0.2.1:443 (RSA), origin eu-1, fastly" */
static void
add_place(struct strbuf *buf, const json_t *address)
{
	static const char *const keys[] = {"role", "name", "provider"};
	const json_t *front = json_object_get(address, "front");
	bool is_first = true;

	history_text_place(buf, address);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *text = member(front, keys[i]);

		if (*text == '\0')
			continue;
		strbuf_add(buf, is_first ? ", " : " ");
		add_safe(buf, text);
		is_first = false;
	}
}

static void
add_address_facts(struct strbuf *line, const json_t *address, int64_t now)
{
	const char *finding = member(address, "finding");
	const char *failure = member(address, "failure");
	int64_t when;

	if (*finding != '\0') {
		add_safe(line, finding);
		strbuf_add(line, ", ");
	}
	if (*failure != '\0') {
		add_safe(line, failure);
		strbuf_add(line, " at the last look, ");
	}
	if (time_of(address, "chain_since", &when) && when > 0) {
		strbuf_add(line, "shown since ");
		history_text_time(
		    line, json_object_get(address, "chain_since"));
	} else {
		strbuf_add(line, "no chain was seen");
	}
	if (time_of(address, "last_look_at", &when) && now - when > 0) {
		char words[DURATION_TEXT_MAX];

		strbuf_addf(line, ", looked at %s ago",
		    duration_words(now - when, words));
	}
}

static size_t
widest(const json_t *addresses, size_t most)
{
	const json_t *address;
	size_t i;

	json_array_foreach(addresses, i, address)
	{
		CLEANUP(strbuf_clear)
		struct strbuf place = STRBUF_INIT(LINE_BYTES);
		size_t columns;

		add_place(&place, address);
		columns = text_columns(strbuf_text(&place));
		if (columns > most && columns <= PLACE_COLUMNS_MAX)
			most = columns;
	}
	return most;
}

#define STATE_COLUMNS 8 /* "critical" */

static void
add_address(struct strbuf *buf, const json_t *address, size_t width,
    int64_t now, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf place = STRBUF_INIT(LINE_BYTES);
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	const char *state = member(address, "severity");
	size_t len, column = STEP + width + 2 + STATE_COLUMNS + 2;

	state = *state != '\0' ? state : "unknown";
	add_place(&place, address);
	add_address_facts(&line, address, now);
	text_pad(buf, STEP);
	strbuf_add(buf, strbuf_text(&place));
	len = text_columns(strbuf_text(&place));
	text_pad(buf, (len < width ? width - len : 0) + 2);
	add_state(buf, state, style);
	text_pad(buf,
	    (strlen(state) < STATE_COLUMNS ? STATE_COLUMNS - strlen(state)
					   : 0) +
		2);
	if (style->has_boxes)
		column += 2; /* the mark */
	text_wrap(buf, style, column, column, TEXT_PLAIN, strbuf_text(&line));
}

static void
add_addresses(struct strbuf *buf, const json_t *shown, int64_t now,
    const struct render_style *style)
{
	static const char *const keys[] = {"addresses", "variants"};
	const json_t *address;
	size_t width = 0, i;

	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
		width = widest(json_object_get(shown, keys[k]), width);
	if (width == 0)
		return;
	add_title(buf, "Addresses", style);
	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
		json_array_foreach(json_object_get(shown, keys[k]), i, address)
		    add_address(buf, address, width, now, style);
	}
}

static const char *
told_words(const char *told)
{
	if (strcmp(told, "told") == 0)
		return "told";
	if (strcmp(told, "hushed") == 0)
		return "kept quiet";
	return strcmp(told, "in-summary") == 0 ? "told in the summary of a "
						 "first pass"
					       : "not told by itself";
}

static void
add_incident(struct strbuf *buf, const json_t *entry, int64_t now,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	const char *id = member(entry, "id");
	int64_t from = now;

	text_pad(buf, STEP);
	add_state(buf, member(entry, "severity"), style);
	strbuf_add_char(buf, ' ');
	add_safe(buf, member(entry, "finding"));
	strbuf_add(buf, " (");
	safe_print(buf, id, strnlen(id, ID_SHOWN), ID_SHOWN);
	strbuf_add(buf, ")\n");
	(void)time_of(entry, "from", &from);
	strbuf_add(&line, "Open since ");
	history_text_time(&line, json_object_get(entry, "from"));
	strbuf_add(&line, ", ");
	if (now > from) {
		char words[DURATION_TEXT_MAX];

		strbuf_addf(
		    &line, "for %s, ", duration_words(now - from, words));
	}
	strbuf_add(&line, told_words(member(entry, "told")));
	history_text_hush(&line, entry);
	history_text_ack(&line, entry);
	if (json_integer_value(json_object_get(entry, "endpoint_count")) > 1) {
		strbuf_add(&line, "; ");
		history_text_endpoints(&line, entry);
	}
	strbuf_add_char(&line, '.');
	if (*member(entry, "detail") != '\0') {
		strbuf_add_char(&line, ' ');
		add_safe(&line, member(entry, "detail"));
	}
	text_pad(buf, 2 * STEP);
	text_wrap(
	    buf, style, 2 * STEP, 2 * STEP, TEXT_PLAIN, strbuf_text(&line));
}

void
show_text(struct strbuf *buf, const json_t *shown, int64_t now,
    const struct render_style *style)
{
	const json_t *incidents = json_object_get(shown, "incidents");
	const json_t *silences = json_object_get(shown, "silences");
	const json_t *history = json_object_get(shown, "history"), *entry;
	CLEANUP(strbuf_clear) struct strbuf id = STRBUF_INIT(LINE_BYTES);
	size_t i;

	add_safe(&id, member(shown, "id"));
	text_add(buf, style, TEXT_BOLD, strbuf_text(&id));
	strbuf_add(buf, "   ");
	add_state(buf, member(shown, "state"), style);
	strbuf_add_char(buf, '\n');
	add_labels(buf, shown, style);
	add_times(buf, shown, now, style);
	add_habit(buf, shown, style);
	add_addresses(buf, shown, now, style);
	show_failures(buf, json_object_get(shown, "failures"), style);
	show_chains(buf, json_object_get(shown, "chains"), style);
	if (json_array_size(incidents) > 0)
		add_title(buf, "Open incidents", style);
	json_array_foreach(incidents, i, entry)
	    add_incident(buf, entry, now, style);
	if (json_array_size(silences) > 0)
		add_title(buf, "Silences", style);
	json_array_foreach(silences, i, entry) silence_text(buf, entry);
	if (json_array_size(history) > 0)
		add_title(buf, "History (UTC)", style);
	json_array_foreach(history, i, entry)
	{
		text_pad(buf, 0);
		history_text(buf, entry, false, style);
	}
}
