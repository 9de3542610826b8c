/* The event loop on libevent; see loop.h. */
#include "net/loop.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/log.h"

struct call {
	loop_fn fn;
	void *arg;
};

struct calls {
	ARRAY(struct call) list;
};

struct loop {
	struct event_base *base;
	bool is_running, is_stopping, has_now;
	int64_t now_ms;
	uint64_t turns;
	struct calls deferred;
	ARRAY(struct loop_timer *) lazy; /* few: loop_timer_set_lazy */
	bool is_busy; /* something else has run in this turn */

	pthread_mutex_t mutex; /* guards posted */
	struct calls posted;
	bool is_work_posted;
	int wake_fd;
	struct event wake;
};

struct loop_timer {
	struct loop *loop;
	struct event event;
	int64_t due_at_ms;
	bool is_lazy;	   /* among the loop's */
	int64_t settle_ms; /* not armed until something else runs; 0: it is */
	loop_fn fn;
	void *arg;
};

struct loop_watch {
	struct loop *loop;
	struct event event;
	int fd;
	short wanted; /* EV_READ, EV_WRITE as now armed */
	loop_watch_fn fn;
	void *arg;
};

struct loop_signal {
	struct loop *loop;
	struct event event;
	loop_fn fn;
	void *arg;
};

static void
on_library_message(int severity, const char *message)
{
	(void)severity;
	log_debug(NULL, "libevent: %s", message);
}

static void
call_all(struct calls *calls)
{
	ARRAY_EACH (call, &calls->list)
		call->fn(call->arg);
	ARRAY_CLEAR(&calls->list);
}

/* Those that are deferred meanwhile wait for the next turn. */
static void
run_deferred(struct loop *loop)
{
	struct calls now = loop->deferred;

	loop->deferred = (struct calls){0};
	call_all(&now);
}

static void
run_posted(struct loop *loop)
{
	struct calls now;

	pthread_mutex_lock(&loop->mutex);
	now = loop->posted;
	loop->posted = (struct calls){0};
	loop->is_busy |= loop->is_work_posted;
	loop->is_work_posted = false;
	pthread_mutex_unlock(&loop->mutex);
	call_all(&now);
}

static void
on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct loop *loop = arg;
	uint64_t count;

	(void)what;
	/* Read before the queue is taken: a post after that wakes us again. */
	if (read(fd, &count, sizeof count) == sizeof count)
		run_posted(loop);
}

static struct event_base *
base_new(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base;

	if (config == NULL)
		return NULL;
	/* The changelist turns a change of mind between two waits into one
	 * system call or none. It minds only descriptors made by dup, which we
	 * do not watch. Locks are not needed: loop_post has its own. */
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	base = event_base_new_with_config(config);
	event_config_free(config);
	return base;
}

struct loop *
loop_new(void)
{
	struct loop *loop = MEM_NEW(struct loop);

	event_set_log_callback(on_library_message);
	loop->base = base_new();
	loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (loop->base == NULL || loop->wake_fd < 0) {
		fputs("chainwatch: cannot create the event loop\n", stderr);
		abort();
	}
	pthread_mutex_init(&loop->mutex, NULL);
	event_assign(&loop->wake, loop->base, loop->wake_fd,
	    EV_READ | EV_PERSIST, on_wake, loop);
	event_add(&loop->wake, NULL);
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	while (loop->deferred.list.len > 0 || loop->posted.list.len > 0) {
		run_posted(loop);
		run_deferred(loop);
	}
	event_del(&loop->wake);
	event_base_free(loop->base);
	close(loop->wake_fd);
	ARRAY_CLEAR(&loop->lazy);
	pthread_mutex_destroy(&loop->mutex);
	free(loop);
}

static void
arm(struct loop_timer *timer, int64_t delay_ms)
{
	const struct timeval tv = {
	    .tv_sec = (time_t)(delay_ms / 1000),
	    .tv_usec = (suseconds_t)(delay_ms % 1000 * 1000),
	};

	event_add(&timer->event, &tv);
}

static void
forget_lazy(struct loop_timer *timer)
{
	struct loop *loop = timer->loop;

	for (size_t i = 0; timer->is_lazy && i < loop->lazy.len; i++) {
		if (loop->lazy.items[i] != timer)
			continue;
		ARRAY_REMOVE(&loop->lazy, i);
		timer->is_lazy = false;
		timer->settle_ms = 0;
	}
}

/* What has happened since it ran last shows when it runs once more. */
static void
let_settle(struct loop_timer *timer)
{
	if (timer->settle_ms == 0 || !timer->loop->is_busy)
		return;
	arm(timer, timer->settle_ms);
	timer->settle_ms = 0;
}

/* Before the loop sleeps: it may be for long. */
static void
settle_all(struct loop *loop)
{
	ARRAY_EACH (timer, &loop->lazy)
		let_settle(*timer);
}

/* Since the loop is awake; each may set or free any of them. */
static void
run_lazy(struct loop *loop)
{
	for (size_t i = 0; i < loop->lazy.len;) {
		struct loop_timer *timer = loop->lazy.items[i];

		if (timer->due_at_ms > loop_now_ms(loop)) {
			let_settle(timer);
			i++;
			continue;
		}
		forget_lazy(timer);
		event_del(&timer->event);
		timer->fn(timer->arg);
		i = 0;
	}
}

void
loop_run(struct loop *loop)
{
	loop->is_running = true;
	while (!loop->is_stopping) {
		int flags = EVLOOP_ONCE;

		loop->turns++;
		loop->has_now = false;
		loop->is_busy = loop->deferred.list.len > 0;
		run_deferred(loop);
		settle_all(loop);
		if (loop->is_stopping)
			break;
		if (loop->deferred.list.len > 0)
			flags |= EVLOOP_NONBLOCK;
		loop->has_now = false;
		if (event_base_loop(loop->base, flags) < 0)
			break;
		run_lazy(loop);
	}
	loop->is_running = loop->is_stopping = false;
}

void
loop_stop(struct loop *loop)
{
	loop->is_stopping = true;
}

int64_t
loop_now_ms(struct loop *loop)
{
	if (!loop->is_running || !loop->has_now) {
		loop->now_ms = clock_steady_ms(&clock_system);
		loop->has_now = true;
	}
	return loop->now_ms;
}

uint64_t
loop_turns(const struct loop *loop)
{
	return loop->turns;
}

void
loop_defer(struct loop *loop, loop_fn fn, void *arg)
{
	*ARRAY_ADD(&loop->deferred.list) = (struct call){fn, arg};
}

static void
post(struct loop *loop, loop_fn fn, void *arg, bool is_work)
{
	static const uint64_t one = 1;
	bool was_empty;

	pthread_mutex_lock(&loop->mutex);
	was_empty = loop->posted.list.len == 0;
	*ARRAY_ADD(&loop->posted.list) = (struct call){fn, arg};
	loop->is_work_posted |= is_work;
	pthread_mutex_unlock(&loop->mutex);
	/* Fails only when the counter is full: then it is readable anyway. */
	while (was_empty && write(loop->wake_fd, &one, sizeof one) < 0 &&
	    errno == EINTR)
		;
}

void
loop_post(struct loop *loop, loop_fn fn, void *arg)
{
	post(loop, fn, arg, true);
}

void
loop_post_idle(struct loop *loop, loop_fn fn, void *arg)
{
	post(loop, fn, arg, false);
}

void
loop_note_work(struct loop *loop)
{
	loop->is_busy = true;
}

struct event_base *
loop_base(struct loop *loop)
{
	return loop->base;
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct loop_timer *timer = arg;
	int64_t left = timer->due_at_ms - loop_now_ms(timer->loop);

	(void)fd;
	(void)what;
	/* libevent reads a coarse clock, some milliseconds behind ours; and
	 * what has settled sooner than it is due is as idle as before. */
	if (left > 0) {
		arm(timer, left);
		return;
	}
	timer->loop->is_busy |= !timer->is_lazy;
	forget_lazy(timer);
	timer->fn(timer->arg);
}

struct loop_timer *
loop_timer_new(struct loop *loop, loop_fn fn, void *arg)
{
	struct loop_timer *timer = MEM_NEW(struct loop_timer);

	timer->loop = loop;
	timer->fn = fn;
	timer->arg = arg;
	event_assign(&timer->event, loop->base, -1, 0, on_timer, timer);
	return timer;
}

void
loop_timer_free(struct loop_timer *timer)
{
	if (timer == NULL)
		return;
	loop_timer_stop(timer);
	free(timer);
}

void
loop_timer_set(struct loop_timer *timer, int64_t delay_ms)
{
	if (delay_ms < 0)
		delay_ms = 0;
	forget_lazy(timer);
	timer->due_at_ms = loop_now_ms(timer->loop) + delay_ms;
	arm(timer, delay_ms);
}

void
loop_timer_set_lazy(
    struct loop_timer *timer, int64_t delay_ms, int64_t latest_ms)
{
	struct loop *loop = timer->loop;

	loop_timer_set(timer, delay_ms);
	if (latest_ms <= delay_ms)
		return;
	arm(timer, latest_ms);
	*ARRAY_ADD(&loop->lazy) = timer;
	timer->is_lazy = true;
}

void
loop_timer_set_idle(
    struct loop_timer *timer, int64_t delay_ms, int64_t settle_ms)
{
	struct loop *loop = timer->loop;

	loop_timer_set(timer, delay_ms);
	event_del(&timer->event);
	*ARRAY_ADD(&loop->lazy) = timer;
	timer->is_lazy = true;
	timer->settle_ms = settle_ms;
	let_settle(timer);
}

void
loop_timer_stop(struct loop_timer *timer)
{
	forget_lazy(timer);
	event_del(&timer->event);
}

static void
on_watch(evutil_socket_t fd, short what, void *arg)
{
	struct loop_watch *watch = arg;

	(void)fd;
	watch->loop->is_busy = true;
	watch->fn(watch->arg, (what & EV_READ) != 0, (what & EV_WRITE) != 0);
}

struct loop_watch *
loop_watch_new(struct loop *loop, int fd, loop_watch_fn fn, void *arg)
{
	struct loop_watch *watch = MEM_NEW(struct loop_watch);

	watch->loop = loop;
	watch->fd = fd;
	watch->fn = fn;
	watch->arg = arg;
	return watch;
}

void
loop_watch_free(struct loop_watch *watch)
{
	if (watch == NULL)
		return;
	loop_watch_set(watch, false, false);
	free(watch);
}

void
loop_watch_set(struct loop_watch *watch, bool want_read, bool want_write)
{
	short wanted =
	    (short)((want_read ? EV_READ : 0) | (want_write ? EV_WRITE : 0));

	if (wanted == watch->wanted)
		return;
	if (watch->wanted != 0)
		event_del(&watch->event);
	watch->wanted = wanted;
	if (wanted == 0)
		return;
	event_assign(&watch->event, watch->loop->base, watch->fd,
	    (short)(wanted | EV_PERSIST), on_watch, watch);
	event_add(&watch->event, NULL);
}

static void
on_signal(evutil_socket_t number, short what, void *arg)
{
	struct loop_signal *signal = arg;

	(void)number;
	(void)what;
	signal->loop->is_busy = true;
	signal->fn(signal->arg);
}

struct loop_signal *
loop_signal_new(struct loop *loop, int signal_number, loop_fn fn, void *arg)
{
	struct loop_signal *signal = MEM_NEW(struct loop_signal);

	signal->loop = loop;
	signal->fn = fn;
	signal->arg = arg;
	event_assign(&signal->event, loop->base, signal_number,
	    EV_SIGNAL | EV_PERSIST, on_signal, signal);
	event_add(&signal->event, NULL);
	return signal;
}

void
loop_signal_free(struct loop_signal *signal)
{
	if (signal == NULL)
		return;
	event_del(&signal->event);
	free(signal);
}
