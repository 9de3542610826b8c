/* The control socket; see control_socket.h. */
#include "daemon/control_socket.h"

#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

#include "base/log.h"
#include "base/mem.h"
#include "config/config_control.h"
#include "daemon/reload.h"
#include "daemon/state.h"

static bool
on_reload(void *arg, struct monitor_changes *ret_changes, struct error *err)
{
	struct daemon *daemon = arg;

	if (daemon->is_stopping)
		return error_set(err, ERROR_INVALID, "the daemon is stopping");
	return reload_for(daemon, ret_changes, err);
}

int
control_socket_inherited(const char *name, int family)
{
	char **names = NULL;
	int count = sd_listen_fds_with_names(false, &names), fd = -1;

	for (int i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0 &&
		    sd_is_socket(
			SD_LISTEN_FDS_START + i, family, SOCK_STREAM, 1) > 0)
			fd = SD_LISTEN_FDS_START + i;
		free(names[i]);
	}
	free(names);
	return fd;
}

struct control_parts
control_socket_parts(struct daemon *daemon)
{
	return (struct control_parts){
	    .loop = daemon->loop,
	    .clock = &clock_system,
	    .monitor = daemon->monitor,
	    .fleet = daemon->fleet,
	    .inspector = daemon->inspector,
	    .store = daemon->state.store,
	    .reload = on_reload,
	    .arg = daemon,
	};
}

struct control *
control_socket_open(struct daemon *daemon)
{
	const struct control_parts parts = control_socket_parts(daemon);
	CLEANUP(free) char *directory = state_directory(daemon->config);
	CLEANUP(free)
	char *path = config_control_path_in(daemon->config, directory);
	struct listener_options options = {
	    .mode = daemon->config->control.mode,
	    .group = daemon->config->control.group,
	    .fd = control_socket_inherited("control", AF_UNIX),
	};
	struct error err = ERROR_INIT;
	struct control *control;

	if (options.fd < 0)
		options.path = path;
	if (options.fd < 0 && path == NULL)
		return NULL;
	control = control_new(&parts, &options, &err);
	if (control == NULL)
		log_warning(
		    NULL, "nobody can ask this daemon: %s", err.message);
	return control;
}
