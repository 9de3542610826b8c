/*
 * What the daemon does when lists of endpoints have changed: the endpoints are
 * taken over as at a reload, and it is told; nothing, where nothing came of it.
 */
#pragma once

#include "daemon/daemon.h"

/* Asks DNS for the endpoints that it names; the monitor begins when all have
 * been asked once. Also after a reload: begun already then. */
void listed_services(struct daemon *daemon);
/* What DNS named before, and what lists held that cannot be read now, is given
 * to the configuration. false: nothing at all would be watched, and a list is
 * at fault. */
bool listed_restore(struct daemon *daemon, struct error *err) MUST_CHECK;
/* Watches the lists of the daemon's configuration. */
struct list_watch *listed_watch(struct daemon *daemon);
/* ... and its certificate files. */
struct file_watch *listed_watch_files(struct daemon *daemon);
