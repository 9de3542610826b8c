/*
 * struct aia_wait: somebody waits until some things that were asked for were
 * answered, for a bounded time; what they are only their addresses say. However
 * many wait for one URL, they are woken a few in a turn of the loop, so that
 * nobody's work holds it up. Inside this folder only.
 */
#pragma once

#include <stddef.h>

#include "net/loop.h"

#define AIA_WAIT_MAX_URLS 16
#define AIA_WAIT_WOKEN_A_TURN 32

struct aia_wait;
struct aia_waits;

struct aia_waits *aia_waits_new(struct loop *loop);
/* Whoever still waits is not called any more. */
void aia_waits_free(struct aia_waits *waits);
CLEANUP_DEFINE(struct aia_waits, aia_waits_free)
/* Calls done(arg) once, never before it returns, when all of them are answered
 * or the time is over. The wait is gone then. */
struct aia_wait *aia_waits_add(struct aia_waits *waits,
    const void *const *entries, size_t count, int64_t timeout_ms, loop_fn done,
    void *arg);
void aia_waits_answered(struct aia_waits *waits, const void *entry);
