/* Where the daemon's socket is; see daemon_ask.h. */
#include "cli/daemon_ask.h"

#include <string.h>

#include "base/mem.h"
#include "base/texts.h"
#include "config/config_control.h"
#include "render/json_value.h"

static const char *
path_of(const struct daemon_ask *ask)
{
	return ask->config_path != NULL ? ask->config_path
					: CONFIG_FILE_DEFAULT;
}

/* The sockets at which it may be asked, the likelier one first. */
static bool
find_sockets(
    const struct daemon_ask *ask, struct texts *sockets, struct error *err)
{
	const char *path = path_of(ask);
	CLEANUP(config_free) struct config *config = NULL;

	if (ask->socket != NULL) {
		texts_add(sockets, ask->socket);
		return true;
	}
	config = config_file_load(path, err);
	if (config == NULL)
		return false;
	return config_control_add_paths(config, sockets) ||
	    error_set(
		err, ERROR_MISSING, "%s switches the control socket off", path);
}

static enum daemon_call
ask_each(const struct daemon_ask *ask, const struct texts *sockets,
    json_t *request, daemon_call_fn fn, void *arg, struct error *err)
{
	enum daemon_call result = DAEMON_CALL_NOBODY;

	for (size_t i = 0; i < sockets->len && result == DAEMON_CALL_NOBODY;
	     i++)
		result = daemon_call(sockets->items[i], json_incref(request),
		    ask->is_patient, fn, arg, err);
	return result;
}

/* Whoever runs with the usual file knows it better, and is to know of it. */
static enum daemon_call
ask_of_fault(const struct daemon_ask *ask, json_t *request, daemon_call_fn fn,
    void *arg, struct error *err)
{
	struct texts sockets = {0};
	struct error said = ERROR_INIT;
	enum daemon_call result;

	if (!ask->is_fault_asked ||
	    strcmp(path_of(ask), CONFIG_FILE_DEFAULT) != 0)
		return DAEMON_CALL_FAILED;
	config_control_add_paths(NULL, &sockets);
	result = ask_each(ask, &sockets, request, fn, arg, &said);
	texts_clear(&sockets);
	if (result == DAEMON_CALL_NOBODY)
		return DAEMON_CALL_FAILED;
	if (result == DAEMON_CALL_FAILED)
		*err = said;
	return result;
}

enum daemon_call
daemon_ask(const struct daemon_ask *ask, const char *command,
    json_t *take_request, daemon_call_fn fn, void *arg, struct error *err)
{
	struct texts sockets = {0};
	enum daemon_call result;

	json_value_set(take_request, "command", json_value_text(command));
	if (find_sockets(ask, &sockets, err))
		result = ask_each(ask, &sockets, take_request, fn, arg, err);
	else
		result = ask_of_fault(ask, take_request, fn, arg, err);
	json_decref(take_request);
	texts_clear(&sockets);
	/* ERROR_MISSING: one does, but is not who was meant. */
	if (result == DAEMON_CALL_NOBODY && err->kind != ERROR_MISSING)
		error_prefix(err, "no daemon runs");
	return result;
}

bool
daemon_ask_is_off(const struct daemon_ask *ask)
{
	struct error err = ERROR_INIT;
	CLEANUP(config_free) struct config *config = NULL;

	if (ask->socket == NULL)
		config = config_file_load(path_of(ask), &err);
	return config != NULL && !config->control.is_enabled;
}
