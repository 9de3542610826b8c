/*
 * Points in time for pthread_cond_timedwait, on a clock that nobody sets.
 * Private to the store.
 */
#pragma once

#include <pthread.h>
#include <stdint.h>
#include <time.h>

struct timespec deadline_in_ms(int64_t ms);
/* A condition that waits by the same clock. */
void deadline_cond_init(pthread_cond_t *cond);
