/*
 * `chainwatch show ENDPOINT`: all that is known of one endpoint, from the
 * daemon that runs, or from its store when none does.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/names.h"
#include "cli/daemon_ask.h"
#include "cli/output.h"
#include "cli/show_stored.h"
#include "cli/show_text.h"
#include "model/severity.h"
#include "render/json_value.h"

struct show {
	struct daemon_ask ask;
	struct option_list operands;
	bool is_json, is_verbose, has_clients, has_remedies;
	struct render_style style;
	json_t *shown; /* NULL: nothing came yet */
};

static const struct option_row rows[] = {
    DAEMON_ASK_ROWS(struct show, ask),
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct show, is_json),
	.help = "as one JSON object, with the judge's JSON of each chain",
    },
    {
	.name = "remedies",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct show, has_remedies),
	.help = "what to do about it, too, as `check` tells it",
    },
    {
	.name = "clients",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct show, has_clients),
	.help = "what each kind of client says of each chain",
    },
    {
	.name = "verbose",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct show, is_verbose),
	.help = "fingerprints, keys, and every way to an anchor",
    },
};

static void
append(struct show *show, const char *key, const json_t *item)
{
	json_t *list = json_object_get(show->shown, key);

	if (json_is_array(list) && item != NULL)
		json_value_append(list, json_deep_copy(item));
}

static bool
on_line(void *arg, const json_t *line)
{
	struct show *show = arg;
	const char *type = json_string_value(json_object_get(line, "type"));
	json_t *silence;

	if (type == NULL)
		return true;
	if (strcmp(type, "status") == 0 && show->shown == NULL) {
		show->shown = json_deep_copy(line);
		json_object_del(show->shown, "version");
		json_object_del(show->shown, "type");
		json_value_set(show->shown, "failures", json_value_array());
		json_value_set(show->shown, "chains", json_value_array());
		json_value_set(show->shown, "incidents", json_value_array());
		json_value_set(show->shown, "silences", json_value_array());
		json_value_set(show->shown, "history", json_value_array());
	} else if (strcmp(type, "failure") == 0) {
		append(show, "failures", line);
	} else if (strcmp(type, "chain") == 0) {
		append(show, "chains", line);
	} else if (strcmp(type, "incident") == 0) {
		append(show, "incidents", json_object_get(line, "entry"));
	} else if (strcmp(type, "silence") == 0) {
		silence = json_deep_copy(line);
		json_object_del(silence, "version");
		json_object_del(silence, "type");
		append(show, "silences", silence);
		json_decref(silence);
	} else if (strcmp(type, "history") == 0) {
		append(show, "history", json_object_get(line, "entry"));
	}
	return true;
}

static json_t *
request(const struct show *show)
{
	const struct render_style *style = &show->style;
	json_t *object = json_value_object();

	json_value_set(
	    object, "pattern", json_value_text(show->operands.items.items[0]));
	json_value_set(object, "colour", json_value_bool(style->has_colour));
	json_value_set(object, "boxes", json_value_bool(style->has_boxes));
	json_value_set(object, "verbose", json_value_bool(style->is_verbose));
	json_value_set(object, "clients", json_value_bool(style->has_clients));
	json_value_set(
	    object, "remedies", json_value_bool(style->has_remedies));
	json_value_set(object, "width", json_value_number(style->width));
	return object;
}

static bool
gather(struct show *show, struct error *err)
{
	switch (
	    daemon_ask(&show->ask, "show", request(show), on_line, show, err)) {
	case DAEMON_CALL_DONE:
		return show->shown != NULL ||
		    error_set(err, ERROR_INVALID, "the daemon tells nothing");
	case DAEMON_CALL_FAILED: return false;
	case DAEMON_CALL_NOBODY: break;
	}
	if (show->ask.socket != NULL)
		return false;
	fprintf(stderr,
	    "chainwatch show: no daemon runs; this is what its store has\n");
	show->shown = show_stored(show->ask.config_path,
	    show->operands.items.items[0], &show->style, err);
	return show->shown != NULL;
}

static enum exit_code
code_of(const json_t *shown)
{
	const char *state = json_string_value(json_object_get(shown, "state"));
	int severity;

	if (state == NULL || !names_find(&severity_names, state, &severity))
		return EXIT_CODE_UNKNOWN; /* never looked at */
	return exit_code_of((enum severity)severity);
}

static enum exit_code
tell(struct show *show)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	enum exit_code code = code_of(show->shown);
	static const char *const keys[] = {"failures", "chains"};
	json_t *item;
	size_t i;

	if (!show->is_json) {
		show_text(&text, show->shown, clock_wall_s(&clock_system),
		    &show->style);
		return output_text(&text, code);
	}
	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
		json_array_foreach(
		    json_object_get(show->shown, keys[k]), i, item)
		{
			json_object_del(item, "text");
			json_object_del(item, "type");
			json_object_del(item, "version");
		}
	}
	return output_json(json_incref(show->shown), code);
}

static enum exit_code
run(int argc, char **argv)
{
	struct show show = {.style = output_style()};
	struct error err = ERROR_INIT;
	enum exit_code code;
	bool is_clear = options_parse(argc, argv, rows,
	    sizeof rows / sizeof rows[0], &show, &show.operands, &err);

	if (is_clear && show.operands.items.len != 1)
		is_clear = error_set(&err, ERROR_INVALID,
		    show.operands.items.len == 0 ? "which endpoint?"
						 : "one endpoint at a time");
	show.style.has_remedies = show.has_remedies;
	show.style.is_verbose = show.is_verbose;
	show.style.has_clients = show.has_clients;
	if (!is_clear)
		code = command_refuse(&command_show, &err);
	else if (!gather(&show, &err))
		code = command_fail(&command_show, &err);
	else
		code = tell(&show);
	json_decref(show.shown);
	option_list_clear(&show.operands);
	return code;
}

const struct command command_show = {
    .name = "show",
    .operands = "ENDPOINT",
    .summary = "all of one endpoint: its chains, incidents and history",
    .notes = "ENDPOINT is a host, or a host and port; * and ? stand for any, "
	     "where only one fits. Its chains are judged as of now, from what "
	     "is kept of the last look. Without a daemon that runs it is read "
	     "from its store.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
