/*
 * Threads that nobody waits for: what they do may hang, in a disk say, and must
 * hold up nothing. What they share with others outlives both.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

/* Signals are not its business: all are blocked in it. false: the system gives
 * no thread, and run was not called. */
bool thread_detach(void *(*run)(void *arg), void *arg) MUST_CHECK;
