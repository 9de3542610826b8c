/*
 * SIGHUP: the configuration, the trust stores and the resolver's files are
 * read again. All or nothing: with any fault in any of them what runs goes on
 * as it is, and an event says why.
 */
#pragma once

#include "daemon/daemon.h"

void reload(struct daemon *daemon);
