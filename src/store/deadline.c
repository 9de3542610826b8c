/* Deadlines of condition variables; see deadline.h. */
#include "store/deadline.h"

struct timespec
deadline_in_ms(int64_t ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += (time_t)(ms / 1000);
	at.tv_nsec += (long)(ms % 1000) * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	return at;
}

int64_t
deadline_now_ms(void)
{
	struct timespec now = deadline_in_ms(0);

	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool
deadline_wait(pthread_cond_t *cond, pthread_mutex_t *lock, const bool *is_so,
    int64_t timeout_ms)
{
	struct timespec until = deadline_in_ms(timeout_ms);

	while (!*is_so && pthread_cond_timedwait(cond, lock, &until) == 0)
		;
	return *is_so;
}

void
deadline_cond_init(pthread_cond_t *cond)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(cond, &attributes);
	pthread_condattr_destroy(&attributes);
}
