/*
 * Points in time for pthread_cond_timedwait, on a clock that nobody sets.
 * Private to the store.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct timespec deadline_in_ms(int64_t ms);
/* Now, by that clock. */
int64_t deadline_now_ms(void);
/* Locked: until it is so, which is signalled, or so long has passed. Returns
 * whether it is. */
bool deadline_wait(pthread_cond_t *cond, pthread_mutex_t *lock,
    const bool *is_so, int64_t timeout_ms);
/* A condition that waits by the same clock. */
void deadline_cond_init(pthread_cond_t *cond);
