/*
 * SIGHUP: the configuration, the trust stores and the resolver's files are
 * read again. All or nothing: with any fault in any of them what runs goes on
 * as it is, and an event says why.
 */
#pragma once

#include "daemon/daemon.h"

/* The same for who asked: what came of it, or why it was refused. */
bool reload_for(struct daemon *daemon, struct monitor_changes *ret_changes,
    struct error *err);
void reload(struct daemon *daemon);
