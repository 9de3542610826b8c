/*
 * Which sinks events go to: the journal where there is one, lines on standard
 * error when asked for, in the foreground, or for want of a journal.
 */
#pragma once

#include "daemon/daemon.h"

struct notify *sinks_open(struct loop *loop, const struct config *config,
    const struct daemon_options *options, struct error *err);
/* Would sinks_open give others for b than for a? */
bool sinks_differ(const struct config *a, const struct config *b);
