/* `chainwatch reload`: the daemon reads its configuration again. */
#include "cli/command.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "cli/daemon_ask.h"
#include "cli/output.h"
#include "render/json_value.h"

#define RESTARTS_SHOWN 500

struct reload {
	struct daemon_ask ask;
	const char *process; /* the one that is meant; NULL: whoever runs */
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
    {
	.name = "signal",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct reload, process),
	.value = "PID",
	.help = "that daemon alone; where it cannot be asked it gets a SIGHUP, "
		"and nothing is said of what came of it",
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
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(4096);
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
	if (restarts != NULL) {
		strbuf_add(&text, "only a restart takes what changed of ");
		safe_print(&text, restarts, strlen(restarts), RESTARTS_SHOWN);
		strbuf_add(&text, "\n");
	}
	reload->code = output_text(&text, EXIT_CODE_OK);
	return true;
}

static bool
read_process(const char *text, pid_t *ret_process, struct error *err)
{
	char *end;
	long process;

	errno = 0;
	process = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || process < 2 ||
	    process > INT_MAX)
		return error_set(
		    err, ERROR_INVALID, "--signal: not a process: %s", text);
	*ret_process = (pid_t)process;
	return true;
}

/* It cannot be asked: what comes of this stands in its log alone. */
static enum exit_code
hang_up(pid_t process, const struct error *why)
{
	struct error err = ERROR_INIT;
	/* It may be what somebody said who listens in the daemon's place. */
	CLEANUP(free)
	char *safe = safe_print_dup(
	    why->message, strlen(why->message), ERROR_MESSAGE_MAX);

	if (kill(process, SIGHUP) != 0) {
		error_set_errno(&err, "SIGHUP to process %d", (int)process);
		return command_fail(&command_reload, &err);
	}
	fprintf(stderr,
	    "chainwatch: %s; process %d got a SIGHUP, and its log says what "
	    "came of it\n",
	    safe, (int)process);
	return EXIT_CODE_OK;
}

static enum exit_code
ask(struct reload *reload, pid_t process)
{
	struct error err = ERROR_INIT;
	json_t *request = json_value_object();
	enum daemon_call result;

	if (process > 0)
		json_value_set(request, "process", json_value_number(process));
	result =
	    daemon_ask(&reload->ask, "reload", request, on_line, reload, &err);
	if (result == DAEMON_CALL_DONE)
		return reload->code;
	if (process > 0 &&
	    (result == DAEMON_CALL_NOBODY || daemon_ask_is_off(&reload->ask)))
		return hang_up(process, &err);
	return command_fail(&command_reload, &err);
}

static enum exit_code
run(int argc, char **argv)
{
	struct reload reload = {
	    .code = EXIT_CODE_UNKNOWN, .ask.is_fault_asked = true};
	struct option_list operands = {0};
	struct error err = ERROR_INIT;
	pid_t process = 0;
	bool ok = options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
	    &reload, &operands, &err);

	if (ok && operands.items.len > 0)
		ok = error_set(&err, ERROR_INVALID, "it takes no operand");
	if (ok && reload.process != NULL)
		ok = read_process(reload.process, &process, &err);
	option_list_clear(&operands);
	return ok ? ask(&reload, process)
		  : command_refuse(&command_reload, &err);
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
