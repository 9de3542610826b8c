/* Where the daemon's socket is; see daemon_ask.h. */
#include "cli/daemon_ask.h"

#include "base/mem.h"
#include "config/config_control.h"
#include "render/json_value.h"

static char *
find_socket(const struct daemon_ask *ask, struct error *err)
{
	const char *path =
	    ask->config_path != NULL ? ask->config_path : CONFIG_FILE_DEFAULT;
	CLEANUP(config_free) struct config *config = NULL;
	char *socket;

	if (ask->socket != NULL)
		return mem_strdup(ask->socket);
	config = config_file_load(path, err);
	if (config == NULL)
		return NULL;
	socket = config_control_path(config);
	if (socket == NULL)
		error_set(err, ERROR_MISSING,
		    "%s switches the control socket off", path);
	return socket;
}

enum daemon_call
daemon_ask(const struct daemon_ask *ask, const char *command,
    json_t *take_request, daemon_call_fn fn, void *arg, struct error *err)
{
	CLEANUP(free) char *socket = find_socket(ask, err);
	enum daemon_call result;

	if (socket == NULL) {
		json_decref(take_request);
		return DAEMON_CALL_FAILED;
	}
	json_value_set(take_request, "command", json_value_text(command));
	result =
	    daemon_call(socket, take_request, ask->is_patient, fn, arg, err);
	if (result == DAEMON_CALL_NOBODY)
		error_prefix(err, "no daemon runs");
	return result;
}
