/*
 * {"command": "reload"}: as SIGHUP, and says what came of it: a line "reload"
 * {kept, changed, added, removed}, and "restarts", the keys that a restart
 * alone changes, where there are any; or why nothing changed. With "process",
 * the id of who is meant, nothing but a line "other-process" {process} where
 * that is somebody else.
 */
#include "control/command.h"

#include <limits.h>
#include <unistd.h>

#include "render/json_value.h"

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct monitor_changes changes = {0};
	struct error err = ERROR_INIT;
	int64_t process = getpid();
	json_t *line;

	if (!request_number(request, "process", 1, INT_MAX, &process, &err)) {
		answer_fail(answer, &err);
		return;
	}
	if (process != getpid()) {
		line = json_value_object();
		json_value_set(line, "process", json_value_number(getpid()));
		answer_line(answer, ANSWER_OTHER, line);
		answer_end(answer);
		return;
	}
	if (!parts->reload(parts->arg, &changes, &err)) {
		answer_fail(answer, &err);
		return;
	}
	line = json_value_object();
	json_value_set(line, "kept", json_value_number((int64_t)changes.kept));
	json_value_set(
	    line, "changed", json_value_number((int64_t)changes.changed));
	json_value_set(
	    line, "added", json_value_number((int64_t)changes.added));
	json_value_set(
	    line, "removed", json_value_number((int64_t)changes.removed));
	if (changes.restarts[0] != '\0')
		json_value_set(
		    line, "restarts", json_value_text(changes.restarts));
	answer_line(answer, "reload", line);
	answer_end(answer);
}

const struct control_command control_command_reload = {
    .name = "reload",
    .start = start,
};
