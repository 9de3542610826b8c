/*
 * `chainwatch dead-letters [SINK]`: what webhooks and mails refused for good,
 * from the daemon's store; --retry has it sent again.
 */
#include "cli/command.h"

#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "cli/config_file.h"
#include "cli/output.h"
#include "render/json_value.h"
#include "store/dead_letters.h"

#define SHOWN_MAX 1000 /* bytes of one text */

struct dead_letters_options {
	const char *config_path;
	bool is_retry, is_json;
};

static const struct option_row rows[] = {
    {
	.name = "config",
	.letter = 'c',
	.kind = OPTION_TEXT,
	.offset = offsetof(struct dead_letters_options, config_path),
	.value = "FILE",
	.help = "the daemon's configuration (" CONFIG_FILE_DEFAULT ")",
    },
    {
	.name = "retry",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct dead_letters_options, is_retry),
	.help = "have them sent again; a daemon that runs does it within "
		"seconds, with the same webhook-id",
    },
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct dead_letters_options, is_json),
	.help = "as one JSON array, with the events",
    },
};

/* Who misspells a name shall not read that there is nothing. */
static bool
check_sink(const struct config *config, const char *sink, struct error *err)
{
	CLEANUP(free) char *shown = NULL;

	if (sink == NULL)
		return true;
	ARRAY_EACH (webhook, &config->webhooks) {
		if (strcmp(webhook->name, sink) == 0)
			return true;
	}
	ARRAY_EACH (mail, &config->mails) {
		if (strcmp(mail->name, sink) == 0)
			return true;
	}
	shown = safe_print_dup(sink, strlen(sink), 100);
	return error_set(err, ERROR_MISSING,
	    "%s: there is no such webhook or mail in the configuration", shown);
}

static json_t *
json_of(const struct dead_letter *letter)
{
	json_t *object = json_value_object();
	json_t *event = json_loads(letter->payload, 0, NULL);

	json_value_set(object, "sink", json_value_text(letter->sink));
	json_value_set(
	    object, "sequence", json_value_number((int64_t)letter->sequence));
	json_value_set(object, "id", json_value_text(letter->id));
	json_value_set(
	    object, "attempts", json_value_number((int64_t)letter->attempts));
	json_value_set(object, "error", json_value_text(letter->error));
	json_value_set(object, "event", event != NULL ? event : json_null());
	return object;
}

static void
add_text(struct strbuf *buf, const json_t *event, const char *key)
{
	const char *text = json_string_value(json_object_get(event, key));

	if (text != NULL)
		safe_print(buf, text, strlen(text), SHOWN_MAX);
}

static void
add_words(struct strbuf *buf, const struct dead_letter *letter)
{
	json_t *event = json_loads(letter->payload, 0, NULL);

	safe_print(buf, letter->sink, strlen(letter->sink), SHOWN_MAX);
	strbuf_add(buf, ": ");
	add_text(buf, event, "event");
	strbuf_add(buf, " of ");
	add_text(buf, event, "time");
	strbuf_addf(buf, ", %u attempt%s, the last: ", letter->attempts,
	    letter->attempts == 1 ? "" : "s");
	safe_print(buf, letter->error, strlen(letter->error), SHOWN_MAX);
	strbuf_addf(buf, "\n  id %s, number %llu\n  ", letter->id,
	    (unsigned long long)letter->sequence);
	add_text(buf, event, "text");
	strbuf_add_char(buf, '\n');
	json_decref(event);
}

static enum exit_code
show(const struct dead_letters *letters, bool is_json)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	enum exit_code code =
	    letters->items.len > 0 ? EXIT_CODE_WARNING : EXIT_CODE_OK;
	json_t *array;

	if (is_json) {
		array = json_value_array();
		ARRAY_EACH (letter, &letters->items)
			json_value_append(array, json_of(letter));
		return output_json(array, code);
	}
	ARRAY_EACH (letter, &letters->items)
		add_words(&text, letter);
	if (letters->items.len == 0)
		strbuf_add(&text, "no dead letters\n");
	if (letters->has_more)
		strbuf_addf(
		    &text, "and more than these %d\n", DEAD_LETTERS_MAX);
	return output_text(&text, code);
}

static enum exit_code
say_retried(size_t count)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(100);

	strbuf_addf(&text, "%zu dead letter%s to be sent again\n", count,
	    count == 1 ? "" : "s");
	return output_text(&text, EXIT_CODE_OK);
}

static bool
work(const struct dead_letters_options *options, const char *sink,
    enum exit_code *ret_code, struct error *err)
{
	CLEANUP(config_free)
	struct config *config = config_file_load(options->config_path, err);
	struct dead_letters letters = {0};
	size_t count = 0;

	if (config == NULL || !check_sink(config, sink, err))
		return false;
	if (options->is_retry) {
		if (!dead_letters_retry(
			config->state_directory, sink, &count, err))
			return false;
		*ret_code = say_retried(count);
		return true;
	}
	if (!dead_letters_read(config->state_directory, sink, &letters, err))
		return false;
	*ret_code = show(&letters, options->is_json);
	dead_letters_clear(&letters);
	return true;
}

static bool
read_sink(int argc, char **argv, struct dead_letters_options *options,
    const char **ret_sink, struct error *err)
{
	struct option_list operands = {0};
	bool ok = options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
	    options, &operands, err);

	if (ok && operands.items.len > 1)
		ok = error_set(err, ERROR_INVALID,
		    "the name of one webhook or mail at most");
	if (ok && options->is_retry && options->is_json)
		ok = error_set(err, ERROR_INVALID,
		    "--retry and --json do not go together");
	if (ok && operands.items.len == 1)
		*ret_sink = operands.items.items[0];
	option_list_clear(&operands);
	return ok;
}

static enum exit_code
run(int argc, char **argv)
{
	struct dead_letters_options options = {
	    .config_path = CONFIG_FILE_DEFAULT};
	struct error err = ERROR_INIT;
	const char *sink = NULL;
	enum exit_code code = EXIT_CODE_UNKNOWN;

	if (!read_sink(argc, argv, &options, &sink, &err))
		return command_refuse(&command_dead_letters, &err);
	if (!work(&options, sink, &code, &err))
		return command_fail(&command_dead_letters, &err);
	return code;
}

const struct command command_dead_letters = {
    .name = "dead-letters",
    .operands = "[SINK]",
    .summary = "list what receivers refused for good, or have it sent again",
    .notes = "Reads the daemon's store, so it wants the rights to. Exit "
	     "status 0: there are none; 1: there are. What is sent again comes "
	     "behind later events of its incident that were taken already.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
