/* `chainwatch reload`: the daemon reads its configuration again. */
#include "cli/command.h"

#include "base/mem.h"
#include "cli/daemon_ask.h"
#include "cli/output.h"
#include "render/json_value.h"

struct reload {
	struct daemon_ask ask;
	bool is_json;
	enum exit_code code;
};

static const struct option_row rows[] = {
    DAEMON_ASK_ROWS(struct reload, ask),
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct reload, is_json),
	.help = "what came of it as JSON",
    },
};

static void
add_count(struct strbuf *buf, const json_t *line, const char *key)
{
	strbuf_addf(buf, "%s%lld %s", buf->len > 0 ? ", " : "",
	    (long long)json_integer_value(json_object_get(line, key)), key);
}

static bool
on_line(void *arg, const json_t *line)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(600);
	const char *restarts =
	    json_string_value(json_object_get(line, "restarts"));
	struct reload *reload = arg;

	if (reload->is_json) {
		reload->code = output_json(json_deep_copy(line), EXIT_CODE_OK);
		return true;
	}
	add_count(&text, line, "added");
	add_count(&text, line, "removed");
	add_count(&text, line, "changed");
	add_count(&text, line, "kept");
	strbuf_add(&text, "\n");
	if (restarts != NULL)
		strbuf_addf(&text, "only a restart takes what changed of %s\n",
		    restarts);
	reload->code = output_text(&text, EXIT_CODE_OK);
	return true;
}

static enum exit_code
run(int argc, char **argv)
{
	struct reload reload = {.code = EXIT_CODE_UNKNOWN};
	struct option_list operands = {0};
	struct error err = ERROR_INIT;
	bool ok = options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
	    &reload, &operands, &err);

	if (ok && operands.items.len > 0)
		ok = error_set(&err, ERROR_INVALID, "it takes no operand");
	option_list_clear(&operands);
	if (!ok)
		return command_refuse(&command_reload, &err);
	if (daemon_ask(&reload.ask, "reload", json_value_object(), on_line,
		&reload, &err) != DAEMON_CALL_DONE)
		return command_fail(&command_reload, &err);
	return reload.code;
}

const struct command command_reload = {
    .name = "reload",
    .operands = "",
    .summary = "have the daemon read its configuration again",
    .notes = "As SIGHUP, and says what came of it: how many endpoints came, "
	     "went and changed, or what is wrong with the configuration. Then "
	     "nothing changes. Exit status 0: it was taken; 3: it was not.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
