/*
 * `chainwatch history`: which chain was shown from when to when, renewals and
 * incidents, from the daemon that runs, or from its store when none does.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "cli/daemon_ask.h"
#include "cli/history_text.h"
#include "cli/output.h"
#include "control/history_line.h"
#include "render/json_value.h"
#include "store/reader.h"

#define LAST_DEFAULT 50
#define LINE_MAX_BYTES (64u << 10)

struct history {
	struct daemon_ask ask;
	struct option_list patterns;
	unsigned last;
	int64_t since; /* 0: not given */
	bool is_json;
	struct render_style style;
	size_t told;
	enum exit_code code;
};

static const struct option_row rows[] = {
    DAEMON_ASK_ROWS(struct history, ask),
    {
	.name = "last",
	.letter = 'n',
	.kind = OPTION_NUMBER,
	.offset = offsetof(struct history, last),
	.value = "COUNT",
	.help = "so many of the newest (50)",
    },
    {
	.name = "since",
	.kind = OPTION_TIME,
	.offset = offsetof(struct history, since),
	.value = "TIME",
	.help = "all that began then or later (RFC 3339), and incidents that "
		"lasted until then, however many",
    },
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct history, is_json),
	.help = "one JSON object a line",
    },
};

/* One entry, at once: there may be many. */
static bool
tell(struct history *history, const json_t *entry)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);

	if (history->is_json) {
		CLEANUP(free)
		char *line =
		    json_dumps(entry, JSON_COMPACT | JSON_ENSURE_ASCII);

		text.max_bytes = OUTPUT_MAX_BYTES;
		strbuf_add(&text, line != NULL ? line : "null");
		strbuf_add_char(&text, '\n');
	} else {
		history_text(&text, entry, true, &history->style);
	}
	history->told++;
	history->code = output_text(&text, EXIT_CODE_OK);
	return history->code == EXIT_CODE_OK;
}

static bool
on_line(void *arg, const json_t *line)
{
	return tell(arg, json_object_get(line, "entry"));
}

static const char *
pattern(const struct history *history)
{
	return history->patterns.items.len > 0
	    ? history->patterns.items.items[0]
	    : NULL;
}

static json_t *
request(const struct history *history)
{
	json_t *object = json_value_object();

	json_value_set(object, "pattern", json_value_text(pattern(history)));
	if (history->since > 0)
		json_value_set(
		    object, "since", json_value_number(history->since));
	else
		json_value_set(
		    object, "last", json_value_number(history->last));
	return object;
}

static bool
tell_page(struct history *history, const struct history_page *page)
{
	bool ok = true;

	ARRAY_EACH (entry, &page->items) {
		json_t *line = history_line(entry);

		ok = ok && tell(history, line);
		json_decref(line);
	}
	return ok;
}

static bool
read_store(struct history *history, struct error *err)
{
	const char *path = history->ask.config_path != NULL
	    ? history->ask.config_path
	    : CONFIG_FILE_DEFAULT;
	CLEANUP(config_free)
	struct config *config = config_file_load(path, err);
	CLEANUP(db_close) struct db *db = NULL;
	struct history_query query = {
	    .pattern = pattern(history),
	    .since = history->since,
	    .has_lasting = history->since > 0,
	};
	struct history_cursor cursor = {0};
	struct history_page page = {0};
	bool ok;

	if (config == NULL)
		return false;
	db = reader_open(config->state_directory, true, err);
	if (db == NULL)
		return false;
	ok = history->since > 0 ||
	    history_last(db, &query, history->last, &query.since, err);
	do
		ok = ok && history_read(db, &query, &cursor, &page, err);
	while (ok && tell_page(history, &page) && page.has_more);
	history_page_clear(&page);
	return ok;
}

static bool
work(struct history *history, struct error *err)
{
	switch (daemon_ask(&history->ask, "history", request(history), on_line,
	    history, err)) {
	case DAEMON_CALL_DONE: return true;
	case DAEMON_CALL_FAILED: return false;
	case DAEMON_CALL_NOBODY: break;
	}
	if (history->ask.socket != NULL)
		return false;
	fprintf(stderr,
	    "chainwatch history: no daemon runs; this is what its store "
	    "has\n");
	return read_store(history, err);
}

static bool
check(struct history *history, struct error *err)
{
	if (history->patterns.items.len > 1)
		return error_set(err, ERROR_INVALID, "one PATTERN at most");
	if (history->last > 0 && history->since > 0)
		return error_set(err, ERROR_INVALID, "--last or --since");
	if (history->last == 0)
		history->last = LAST_DEFAULT;
	return true;
}

static enum exit_code
run(int argc, char **argv)
{
	struct history history = {.style = output_style()};
	struct error err = ERROR_INIT;
	enum exit_code code;

	if (!options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
		&history, &history.patterns, &err) ||
	    !check(&history, &err)) {
		code = command_refuse(&command_history, &err);
	} else if (!work(&history, &err)) {
		code = command_fail(&command_history, &err);
	} else {
		if (history.told == 0 && !history.is_json)
			fprintf(stderr, "chainwatch history: nothing fits\n");
		code = history.code;
	}
	option_list_clear(&history.patterns);
	return code;
}

const struct command command_history = {
    .name = "history",
    .operands = "[PATTERN]",
    .summary = "chains, renewals and incidents in the order of time",
    .notes = "PATTERN is a host, or a host and port, in which * and ? stand "
	     "for any. Times are UTC. Without a daemon that runs it is read "
	     "from its store. Exit status 0, or 3 where it cannot be had.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
