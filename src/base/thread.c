/* Threads; see thread.h. */
#include "base/thread.h"

#include <signal.h>

bool
thread_start(void *(*run)(void *arg), void *arg, pthread_t *ret_thread)
{
	sigset_t all, before;
	bool ok;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	ok = pthread_create(ret_thread, NULL, run, arg) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return ok;
}

bool
thread_detach(void *(*run)(void *arg), void *arg)
{
	pthread_t thread;

	if (!thread_start(run, arg, &thread))
		return false;
	pthread_detach(thread);
	return true;
}
