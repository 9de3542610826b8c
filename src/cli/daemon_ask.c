/* Where the daemon's socket is; see daemon_ask.h. */
#include "cli/daemon_ask.h"

#include "base/mem.h"
#include "base/texts.h"
#include "config/config_control.h"
#include "render/json_value.h"

/* The sockets at which it may be asked, the likelier one first. */
static bool
find_sockets(
    const struct daemon_ask *ask, struct texts *sockets, struct error *err)
{
	const char *path =
	    ask->config_path != NULL ? ask->config_path : CONFIG_FILE_DEFAULT;
	CLEANUP(config_free) struct config *config = NULL;
	CLEANUP(free) char *own = NULL;

	if (ask->socket != NULL) {
		texts_add(sockets, ask->socket);
		return true;
	}
	config = config_file_load(path, err);
	if (config == NULL)
		return false;
	own = config_control_path(config);
	if (own == NULL)
		return error_set(err, ERROR_MISSING,
		    "%s switches the control socket off", path);
	if (config_control_service_path(config) != NULL)
		texts_add(sockets, config_control_service_path(config));
	texts_add(sockets, own);
	return true;
}

enum daemon_call
daemon_ask(const struct daemon_ask *ask, const char *command,
    json_t *take_request, daemon_call_fn fn, void *arg, struct error *err)
{
	struct texts sockets = {0};
	enum daemon_call result = DAEMON_CALL_NOBODY;

	if (!find_sockets(ask, &sockets, err)) {
		json_decref(take_request);
		return DAEMON_CALL_FAILED;
	}
	json_value_set(take_request, "command", json_value_text(command));
	for (size_t i = 0; i < sockets.len && result == DAEMON_CALL_NOBODY; i++)
		result = daemon_call(sockets.items[i],
		    json_incref(take_request), ask->is_patient, fn, arg, err);
	json_decref(take_request);
	texts_clear(&sockets);
	if (result == DAEMON_CALL_NOBODY)
		error_prefix(err, "no daemon runs");
	return result;
}
