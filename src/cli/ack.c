/* `chainwatch ack INCIDENT|ENDPOINT`: somebody sees to it. */
#include "cli/command.h"

#include "base/clock.h"
#include "base/mem.h"
#include "cli/author.h"
#include "cli/daemon_ask.h"
#include "cli/output.h"
#include "render/json_value.h"

struct ack_options {
	struct daemon_ask ask;
	const char *reason, *author;
	int64_t until, for_s;
	bool is_tied, is_json;
};

static const struct option_row rows[] = {
    {
	.name = "reason",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct ack_options, reason),
	.value = "TEXT",
	.help = "what is done about it",
    },
    {
	.name = "author",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct ack_options, author),
	.value = "NAME",
	.help = "who sees to it (the user)",
    },
    {
	.name = "until",
	.kind = OPTION_TIME,
	.offset = offsetof(struct ack_options, until),
	.value = "TIME",
	.help = "reminders come again from then on (RFC 3339)",
    },
    {
	.name = "for",
	.kind = OPTION_DURATION,
	.offset = offsetof(struct ack_options, for_s),
	.value = "DURATION",
	.help = "the same, so much later: 12h, 3d",
    },
    {
	.name = "tied",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct ack_options, is_tied),
	.help = "it lapses when the server shows another certificate",
    },
    DAEMON_ASK_ROWS(struct ack_options, ask),
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct ack_options, is_json),
	.help = "what came of it as JSON",
    },
};

static bool
on_line(UNUSED void *arg, UNUSED const json_t *line)
{
	return true;
}

static json_t *
request_of(const struct ack_options *options, const char *what)
{
	json_t *request = json_value_object();
	char user[AUTHOR_MAX];
	int64_t until = options->until;

	if (until == 0 && options->for_s != 0)
		until = clock_wall_s(&clock_system) + options->for_s;
	json_value_set(request, "what", json_value_text(what));
	json_value_set(request, "reason", json_value_text(options->reason));
	json_value_set(request, "author",
	    json_value_text(options->author != NULL ? options->author
						    : author_of_user(user)));
	json_value_set(request, "tied", json_value_bool(options->is_tied));
	if (until != 0)
		json_value_set(request, "until", json_value_number(until));
	return request;
}

static enum exit_code
show(const struct ack_options *options, const char *what)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(5000);
	json_t *object;

	if (options->is_json) {
		object = json_value_object();
		json_value_set(object, "acknowledged", json_value_text(what));
		return output_json(object, EXIT_CODE_OK);
	}
	strbuf_addf(&text, "acknowledged: %s\n", what);
	return output_text(&text, EXIT_CODE_OK);
}

static bool
check(const struct ack_options *options, const struct option_list *operands,
    struct error *err)
{
	if (operands->items.len != 1)
		return error_set(
		    err, ERROR_INVALID, "one INCIDENT or ENDPOINT is needed");
	if (options->until != 0 && options->for_s != 0)
		return error_set(err, ERROR_INVALID, "either --until or --for");
	return true;
}

static enum exit_code
run(int argc, char **argv)
{
	struct ack_options options = {0};
	struct option_list operands = {0};
	struct error err = ERROR_INIT;
	enum exit_code code;
	const char *what;

	if (!options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
		&options, &operands, &err) ||
	    !check(&options, &operands, &err)) {
		option_list_clear(&operands);
		return command_refuse(&command_ack, &err);
	}
	what = operands.items.items[0];
	if (daemon_ask(&options.ask, "ack", request_of(&options, what), on_line,
		NULL, &err) == DAEMON_CALL_DONE)
		code = show(&options, what);
	else
		code = command_fail(&command_ack, &err);
	option_list_clear(&operands);
	return code;
}

const struct command command_ack = {
    .name = "ack",
    .operands = "INCIDENT|ENDPOINT",
    .summary = "say that somebody sees to an incident",
    .notes = "INCIDENT is the start of its id, as events and webhooks show it; "
	     "ENDPOINT stands for all that is open there. Neither reminders "
	     "nor growth are told any more; its end is, and that it got worse "
	     "(with that the acknowledgement lapses).",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
