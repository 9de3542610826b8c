/*
 * Threads. Signals are not their business: all are blocked in them. What one
 * does may hang, in a disk say, and must hold up nothing.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>

#include "base/cleanup.h"

/* Nobody waits for it: what it shares with others outlives both. false: the
 * system gives no thread, and run was not called. */
bool thread_detach(void *(*run)(void *arg), void *arg) MUST_CHECK;
/* To be joined, or detached, by the caller. */
bool thread_start(
    void *(*run)(void *arg), void *arg, pthread_t *ret_thread) MUST_CHECK;
