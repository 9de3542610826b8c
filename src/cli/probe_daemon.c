/* Has the daemon look as well; see probe_daemon.h. */
#include "cli/probe_daemon.h"

#include "base/mem.h"
#include "cli/daemon_call.h"
#include "config/config_control.h"
#include "render/json_value.h"

static bool
on_line(void *arg, const json_t *line)
{
	json_t **row = arg;

	*row = json_deep_copy(line);
	json_object_del(*row, "version");
	json_object_del(*row, "type");
	return false; /* one endpoint, one line */
}

/* An id is no pattern: "[2001:db8::1]:443" would be taken for one. */
static char *
literally(const char *id)
{
	struct strbuf pattern = STRBUF_INIT(4096);

	for (; *id != '\0'; id++) {
		if (*id == '[' || *id == '*' || *id == '?' || *id == '\\')
			strbuf_add_char(&pattern, '\\');
		strbuf_add_char(&pattern, *id);
	}
	return strbuf_take(&pattern);
}

json_t *
probe_daemon(const struct config *config, const char *endpoint_id)
{
	CLEANUP(free) char *socket = config_control_path(config);
	CLEANUP(free) char *pattern = literally(endpoint_id);
	struct error err = ERROR_INIT;
	json_t *request, *row = NULL;

	if (socket == NULL)
		return NULL;
	request = json_value_object();
	json_value_set(request, "command", json_value_text("probe"));
	json_value_set(request, "pattern", json_value_text(pattern));
	if (daemon_call(socket, request, false, on_line, &row, &err) ==
	    DAEMON_CALL_DONE)
		return row;
	json_decref(row);
	return NULL;
}
