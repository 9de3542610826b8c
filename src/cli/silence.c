/*
 * `chainwatch silence`: what need not be told for a while; --list and --remove.
 */
#include "cli/command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cli/author.h"
#include "cli/daemon_ask.h"
#include "cli/output.h"
#include "cli/silence_text.h"
#include "cli/silences_stored.h"
#include "render/json_value.h"

struct silence_options {
	struct daemon_ask ask;
	struct option_list labels;
	const char *finding, *certificate, *reason, *author, *removed;
	int64_t until, for_s;
	bool is_tied, is_list, is_json;
	json_t *rows; /* of the answer */
};

static const struct option_row rows[] = {
    {
	.name = "label",
	.kind = OPTION_LIST,
	.offset = offsetof(struct silence_options, labels),
	.value = "KEY=VALUE",
	.help = "endpoints with this label; all that are given must fit",
    },
    {
	.name = "finding",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct silence_options, finding),
	.value = "CODE",
	.help = "this finding only (`chainwatch explain` lists them)",
    },
    {
	.name = "certificate",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct silence_options, certificate),
	.value = "SHA256",
	.help = "where this certificate is at fault or shown: its "
		"fingerprint, or at least the first 8 digits of it",
    },
    {
	.name = "tied",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct silence_options, is_tied),
	.help = "it lapses when that certificate is not shown any more; "
		"without --certificate, the one that the endpoint shows now",
    },
    {
	.name = "for",
	.kind = OPTION_DURATION,
	.offset = offsetof(struct silence_options, for_s),
	.value = "DURATION",
	.help = "how long: 2h, 3d; at most a year",
    },
    {
	.name = "until",
	.kind = OPTION_TIME,
	.offset = offsetof(struct silence_options, until),
	.value = "TIME",
	.help = "when it ends (RFC 3339)",
    },
    {
	.name = "reason",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct silence_options, reason),
	.value = "TEXT",
	.help = "why; others will want to know",
    },
    {
	.name = "author",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct silence_options, author),
	.value = "NAME",
	.help = "who says so (the user)",
    },
    {
	.name = "list",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct silence_options, is_list),
	.help = "all that last",
    },
    {
	.name = "remove",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct silence_options, removed),
	.value = "ID",
	.help = "lift the silence of that number",
    },
    DAEMON_ASK_ROWS(struct silence_options, ask),
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct silence_options, is_json),
	.help = "as JSON",
    },
};

static bool
on_line(void *arg, const json_t *line)
{
	struct silence_options *options = arg;
	json_t *row = json_deep_copy(line);

	json_object_del(row, "version");
	json_object_del(row, "type");
	json_value_append(options->rows, row);
	return true;
}

static bool
add_labels(json_t *request, const struct option_list *labels, struct error *err)
{
	json_t *object = json_value_object();

	json_value_set(request, "labels", object);
	ARRAY_EACH (label, &labels->items) {
		const char *equal = strchr(*label, '=');
		CLEANUP(free) char *key = NULL;

		if (equal == NULL || equal == *label)
			return error_set(err, ERROR_INVALID,
			    "--label takes KEY=VALUE, such as team=web");
		key = mem_strndup(*label, (size_t)(equal - *label));
		json_value_set(object, key, json_value_text(equal + 1));
	}
	return true;
}

static bool
add_set(json_t *request, const struct silence_options *options,
    const char *pattern, struct error *err)
{
	char user[AUTHOR_MAX];

	if ((options->until == 0) == (options->for_s == 0))
		return error_set(err, ERROR_INVALID,
		    "when does it end? Give --for or --until; --list says "
		    "what there is");
	if (options->reason == NULL)
		return error_set(err, ERROR_INVALID, "--reason is missing");
	json_value_set(request, "pattern", json_value_text(pattern));
	json_value_set(request, "finding", json_value_text(options->finding));
	json_value_set(
	    request, "certificate", json_value_text(options->certificate));
	json_value_set(request, "tied", json_value_bool(options->is_tied));
	json_value_set(request, "reason", json_value_text(options->reason));
	json_value_set(request, "author",
	    json_value_text(options->author != NULL ? options->author
						    : author_of_user(user)));
	if (options->until != 0)
		json_value_set(
		    request, "ends_at", json_value_number(options->until));
	else
		json_value_set(
		    request, "for_s", json_value_number(options->for_s));
	return add_labels(request, &options->labels, err);
}

static bool
add_removed(json_t *request, const char *text, struct error *err)
{
	char *end;
	long long number = strtoll(text, &end, 10);

	if (*text == '\0' || *end != '\0' || number < 1)
		return error_set(err, ERROR_INVALID,
		    "--remove takes the number of a silence; --list shows "
		    "them");
	json_value_set(request, "remove", json_value_number(number));
	return true;
}

static bool
fill(json_t *request, const struct silence_options *options,
    const struct option_list *operands, struct error *err)
{
	if (options->is_list && options->removed != NULL)
		return error_set(
		    err, ERROR_INVALID, "either --list or --remove");
	if ((options->is_list || options->removed != NULL) &&
	    operands->items.len > 0)
		return error_set(
		    err, ERROR_INVALID, "--list and --remove take no operand");
	if (operands->items.len > 1)
		return error_set(err, ERROR_INVALID, "one PATTERN at most");
	if (options->is_list) {
		json_value_set(request, "list", json_value_bool(true));
		return true;
	}
	if (options->removed != NULL)
		return add_removed(request, options->removed, err);
	return add_set(request, options,
	    operands->items.len == 1 ? operands->items.items[0] : NULL, err);
}

/* Most likely the name is misspelt, and nothing will be quiet. */
static bool
fits_nothing(const json_t *row)
{
	const json_t *count = json_object_get(row, "endpoints");

	return json_is_integer(count) && json_integer_value(count) == 0;
}

static enum exit_code
show(struct silence_options *options)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	size_t count = json_array_size(options->rows);

	if (options->is_json && options->is_list)
		return output_json(json_incref(options->rows), EXIT_CODE_OK);
	if (options->is_json)
		return output_json(count == 0
			? json_value_object()
			: json_incref(json_array_get(options->rows, 0)),
		    EXIT_CODE_OK);
	if (options->removed != NULL)
		strbuf_addf(&text, "silence %s is lifted\n", options->removed);
	else if (options->is_list && count == 0)
		strbuf_add(&text, "nothing is silenced\n");
	for (size_t i = 0; i < count; i++)
		silence_text(&text, json_array_get(options->rows, i));
	if (count == 1 && fits_nothing(json_array_get(options->rows, 0)))
		strbuf_add(&text,
		    "no endpoint that is watched now fits: see "
		    "`chainwatch status`\n");
	return output_text(&text, EXIT_CODE_OK);
}

/* Takes the request. What changes nothing is read from the store where no
 * daemon runs. */
static bool
gather(struct silence_options *options, json_t *take_request, struct error *err)
{
	switch (daemon_ask(
	    &options->ask, "silence", take_request, on_line, options, err)) {
	case DAEMON_CALL_DONE: return true;
	case DAEMON_CALL_FAILED: return false;
	case DAEMON_CALL_NOBODY: break;
	}
	if (!options->is_list || options->ask.socket != NULL)
		return false;
	fprintf(stderr,
	    "chainwatch silence: no daemon runs; this is what its store has\n");
	return silences_stored(options->ask.config_path,
	    clock_wall_s(&clock_system), options->rows, err);
}

static enum exit_code
run_with(struct silence_options *options, const struct option_list *operands)
{
	struct error err = ERROR_INIT;
	json_t *request = json_value_object();

	if (!fill(request, options, operands, &err)) {
		json_decref(request);
		return command_refuse(&command_silence, &err);
	}
	if (!gather(options, request, &err))
		return command_fail(&command_silence, &err);
	return show(options);
}

static enum exit_code
run(int argc, char **argv)
{
	struct silence_options options = {0};
	struct option_list operands = {0};
	struct error err = ERROR_INIT;
	enum exit_code code;

	options.rows = json_value_array();
	if (options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
		&options, &operands, &err))
		code = run_with(&options, &operands);
	else
		code = command_refuse(&command_silence, &err);
	json_decref(options.rows);
	option_list_clear(&operands);
	option_list_clear(&options.labels);
	return code;
}

const struct command command_silence = {
    .name = "silence",
    .operands = "[PATTERN]",
    .summary = "keep quiet for a while what is known, and list what is quiet",
    .notes = "PATTERN is a host, or a host and port, in which * and ? stand "
	     "for any. What is given must all fit. What happens meanwhile is "
	     "kept, shown by `events`, and in the journal with the reason; no "
	     "receiver is told. What is still open at the end is told then.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
