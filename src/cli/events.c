/*
 * `chainwatch events`: what happened, from the daemon that runs, or from its
 * store when none does.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/names.h"
#include "base/safe_print.h"
#include "base/terminal.h"
#include "cli/daemon_ask.h"
#include "cli/output.h"
#include "model/severity.h"
#include "render/json_value.h"
#include "render/text_layout.h"
#include "store/event_log.h"
#include "store/reader.h"

#define LAST_DEFAULT 50
#define SHOWN_MAX 4000 /* characters of one text */
#define LINE_MAX_BYTES (64u << 10)
#define TIME_COLUMNS 22
#define SEVERITY_COLUMNS 10

struct events {
	struct daemon_ask ask;
	struct option_list endpoints;
	unsigned last;
	int64_t since; /* 0: not given */
	bool is_following, is_json;
	struct render_style style;
	enum exit_code code;
};

static const struct option_row rows[] = {
    DAEMON_ASK_ROWS(struct events, ask),
    {
	.name = "last",
	.letter = 'n',
	.kind = OPTION_NUMBER,
	.offset = offsetof(struct events, last),
	.value = "COUNT",
	.help = "so many of the newest (50)",
    },
    {
	.name = "since",
	.kind = OPTION_TIME,
	.offset = offsetof(struct events, since),
	.value = "TIME",
	.help = "all from then on (RFC 3339), however many",
    },
    {
	.name = "follow",
	.letter = 'f',
	.kind = OPTION_FLAG,
	.offset = offsetof(struct events, is_following),
	.help = "go on with what happens",
    },
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct events, is_json),
	.help = "one JSON object a line, as webhooks get it",
    },
};

static const char *
member(const json_t *event, const char *key)
{
	const char *text = json_string_value(json_object_get(event, key));

	return text != NULL ? text : "";
}

static void
add_text(struct strbuf *buf, const char *text)
{
	safe_print(buf, text, strlen(text), SHOWN_MAX);
}

static void
add_hushed(struct strbuf *buf, const json_t *hushed)
{
	if (!json_is_object(hushed))
		return;
	strbuf_add(buf, " (not told; ");
	add_text(buf, member(hushed, "reason"));
	strbuf_add(buf, ": ");
	add_text(buf, member(hushed, "words"));
	strbuf_add(buf, ")");
}

static void
add_event(
    struct strbuf *buf, const json_t *event, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);
	const char *name = member(event, "severity");
	int severity;

	add_text(buf, member(event, "time"));
	strbuf_add(buf, "  ");
	if (names_find(&severity_names, name, &severity))
		text_add_severity(buf, style, (enum severity)severity);
	else
		add_text(buf, name);
	text_pad(buf, strlen(name) < 10 ? 10 - strlen(name) : 1);
	add_text(&line, member(event, "event"));
	strbuf_add(&line, ": ");
	add_text(&line, member(event, "text"));
	add_hushed(&line, json_object_get(event, "hushed"));
	text_wrap(buf, style,
	    TIME_COLUMNS + SEVERITY_COLUMNS + (style->has_boxes ? 2 : 0),
	    TIME_COLUMNS, TEXT_PLAIN, strbuf_text(&line));
}

/* One event, at once: who follows waits for it. */
static bool
show(struct events *events, const json_t *event)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(DAEMON_CALL_LINE_MAX);

	if (events->is_json) {
		CLEANUP(free)
		char *line =
		    json_dumps(event, JSON_COMPACT | JSON_ENSURE_ASCII);

		strbuf_add(&text, line != NULL ? line : "null");
		strbuf_add_char(&text, '\n');
	} else {
		text.max_bytes = LINE_MAX_BYTES;
		add_event(&text, event, &events->style);
	}
	events->code = output_text(&text, EXIT_CODE_OK);
	return events->code == EXIT_CODE_OK;
}

static bool
on_line(void *arg, const json_t *line)
{
	return show(arg, json_object_get(line, "event"));
}

static const char *
pattern(const struct events *events)
{
	return events->endpoints.items.len > 0
	    ? events->endpoints.items.items[0]
	    : NULL;
}

static bool
show_page(
    struct events *events, struct event_page *page, struct event_query *query)
{
	bool ok = true;

	ARRAY_EACH (line, &page->items) {
		json_t *event = json_loads(line->payload, 0, NULL);

		query->after = line->sequence;
		ok = ok && show(events, event);
		json_decref(event);
	}
	return ok;
}

static bool
read_store(struct events *events, struct error *err)
{
	const char *path = events->ask.config_path != NULL
	    ? events->ask.config_path
	    : CONFIG_FILE_DEFAULT;
	CLEANUP(config_free)
	struct config *config = config_file_load(path, err);
	CLEANUP(db_close) struct db *db = NULL;
	struct event_query query = {
	    .since = events->since,
	    .endpoint = pattern(events),
	};
	struct event_page page = {0};
	bool ok;

	if (config == NULL)
		return false;
	db = reader_open(config->state_directory, true, err);
	if (db == NULL)
		return false;
	ok = events->last == 0 ||
	    event_log_last(db, &query, events->last, &query.after, err);
	do
		ok = ok && event_log_read(db, &query, &page, err);
	while (ok && show_page(events, &page, &query) && page.has_more);
	event_page_clear(&page);
	return ok;
}

static json_t *
request(const struct events *events)
{
	json_t *object = json_value_object();

	if (pattern(events) != NULL)
		json_value_set(
		    object, "endpoint", json_value_text(pattern(events)));
	if (events->since > 0)
		json_value_set(
		    object, "since", json_value_number(events->since));
	if (events->last > 0)
		json_value_set(object, "last", json_value_number(events->last));
	json_value_set(object, "follow", json_value_bool(events->is_following));
	return object;
}

static bool
work(struct events *events, struct error *err)
{
	events->ask.is_patient = events->is_following;
	switch (daemon_ask(
	    &events->ask, "events", request(events), on_line, events, err)) {
	case DAEMON_CALL_DONE: return true;
	case DAEMON_CALL_FAILED: return false;
	case DAEMON_CALL_NOBODY: break;
	}
	if (events->is_following || events->ask.socket != NULL)
		return false;
	fprintf(stderr,
	    "chainwatch events: no daemon runs; this is what its store "
	    "has\n");
	return read_store(events, err);
}

static enum exit_code
run(int argc, char **argv)
{
	struct events events = {.style = output_style()};
	struct error err = ERROR_INIT;
	bool ok = options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
	    &events, &events.endpoints, &err);
	bool is_clear;

	/* What is read by programs that know lines only is a line each. */
	if (!terminal_of(STDOUT_FILENO).is_terminal)
		events.style.width = 0;
	if (ok && events.endpoints.items.len > 1)
		ok = error_set(&err, ERROR_INVALID, "one PATTERN at most");
	if (events.last == 0 && events.since == 0)
		events.last = LAST_DEFAULT;
	is_clear = ok;
	ok = ok && work(&events, &err);
	option_list_clear(&events.endpoints);
	if (!is_clear)
		return command_refuse(&command_events, &err);
	return ok ? events.code : command_fail(&command_events, &err);
}

const struct command command_events = {
    .name = "events",
    .operands = "[PATTERN]",
    .summary = "what happened, to all or to the endpoints that fit",
    .notes = "PATTERN is a host, or a host and port, in which * and ? stand "
	     "for any. Without a daemon that runs they are read from its "
	     "store. Exit status 0, or 3 where they cannot be had.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
