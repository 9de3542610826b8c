/*
 * Receivers that take nothing: told once, over restarts and reloads, and taken
 * back when they take what they are given, or are no longer configured.
 */
#pragma once

#include <stdbool.h>

struct daemon;

/* For the sinks, at their begin: was that told of this one? arg: the daemon. */
bool failing_sinks_has(void *arg, const char *name);
/* Ends what was told of those that are not in the configuration any more. */
void failing_sinks_end_gone(struct daemon *daemon);
