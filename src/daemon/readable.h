/*
 * What root reads and the daemon's user perhaps may not: who checks a
 * configuration as root hears of it before the service does not start.
 */
#pragma once

#include <stdbool.h>

#include "base/texts.h"

/* Of files, folders and patterns those that a user without rights of his own
 * may not open; what is not there is not among them. false: this is not run by
 * root, or such a user cannot be had. Not for a process with threads. */
bool readable_find_denied(const struct texts *paths, struct texts *ret_denied);
