/*
 * The control socket of the configuration, or the one that the service manager
 * hands over under the name "control" (sd_listen_fds(3)).
 */
#pragma once

#include "daemon/daemon.h"

/* What whoever answers for the daemon needs of it. */
struct control_parts control_socket_parts(struct daemon *daemon);
/* A socket that listens, of that family (AF_UNSPEC: any), under that name; -1:
 * none was handed over. */
int control_socket_inherited(const char *name, int family);

/* NULL: there is none, or it cannot be had: that is logged, and nothing else
 * hangs on it. */
struct control *control_socket_open(struct daemon *daemon);
