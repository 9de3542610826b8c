/*
 * The control socket of the configuration, or the one that the service manager
 * hands over under the name "control" (sd_listen_fds(3)).
 */
#pragma once

#include "daemon/daemon.h"

/* NULL: there is none, or it cannot be had: that is logged, and nothing else
 * hangs on it. */
struct control *control_socket_open(struct daemon *daemon);
