/* The loop in virtual time; see fake_loop.h. */
#include "support/fake_loop.h"

#include <assert.h>
#include <poll.h>

#include "base/array.h"

#define TURNS_MAX 50000000 /* a test that spins should fail, not hang */

struct call {
	loop_fn fn;
	void *arg;
};

struct calls {
	ARRAY(struct call) list;
};

struct loop_timer {
	struct loop *loop;
	loop_fn fn;
	void *arg;
	int64_t due_ms; /* INT64_MAX: not set */
	uint64_t order; /* of being set: equal times fire in this order */
};

struct loop {
	int64_t now_ms;
	bool is_stopping;
	uint64_t order;
	struct calls deferred;
	ARRAY(struct loop_timer *) timers;
	ARRAY(struct loop_watch *) watches;
};

struct loop_watch {
	struct loop *loop;
	int fd;
	short events;
	loop_watch_fn fn;
	void *arg;
};

struct loop_signal {
	int number;
};

struct loop *
loop_new(void)
{
	struct loop *loop = MEM_NEW(struct loop);

	loop->now_ms = 1000000;
	return loop;
}

static void
run_deferred(struct loop *loop)
{
	struct calls now = loop->deferred;

	loop->deferred = (struct calls){0};
	ARRAY_EACH (call, &now.list)
		call->fn(call->arg);
	ARRAY_CLEAR(&now.list);
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	while (loop->deferred.list.len > 0)
		run_deferred(loop);
	assert(loop->timers.len == 0);
	ARRAY_CLEAR(&loop->timers);
	assert(loop->watches.len == 0);
	ARRAY_CLEAR(&loop->watches);
	free(loop);
}

static struct loop_timer *
first_timer(struct loop *loop)
{
	struct loop_timer *first = NULL;

	ARRAY_EACH (slot, &loop->timers) {
		struct loop_timer *timer = *slot;

		if (timer->due_ms == INT64_MAX)
			continue;
		if (first == NULL || timer->due_ms < first->due_ms ||
		    (timer->due_ms == first->due_ms &&
			timer->order < first->order))
			first = timer;
	}
	return first;
}

/* One turn, up to the given time; false when there is nothing left to do. */
static bool
turn(struct loop *loop, int64_t until_ms)
{
	struct loop_timer *timer;

	if (loop->deferred.list.len > 0) {
		run_deferred(loop);
		return true;
	}
	timer = first_timer(loop);
	if (timer == NULL || timer->due_ms > until_ms)
		return false;
	if (timer->due_ms > loop->now_ms)
		loop->now_ms = timer->due_ms;
	timer->due_ms = INT64_MAX;
	timer->fn(timer->arg);
	return true;
}

void
loop_run(struct loop *loop)
{
	unsigned turns = 0;

	while (!loop->is_stopping && turn(loop, INT64_MAX - 1))
		assert(++turns < TURNS_MAX);
	loop->is_stopping = false;
}

void
fake_loop_run_for(struct loop *loop, int64_t ms)
{
	int64_t until_ms = loop->now_ms + ms;
	unsigned turns = 0;

	while (!loop->is_stopping && turn(loop, until_ms))
		assert(++turns < TURNS_MAX);
	loop->is_stopping = false;
	if (loop->now_ms < until_ms)
		loop->now_ms = until_ms;
}

void
fake_loop_stall(struct loop *loop, int64_t ms)
{
	loop->now_ms += ms;
}

void
loop_stop(struct loop *loop)
{
	loop->is_stopping = true;
}

int64_t
loop_now_ms(struct loop *loop)
{
	return loop->now_ms;
}

void
loop_defer(struct loop *loop, loop_fn fn, void *arg)
{
	*ARRAY_ADD(&loop->deferred.list) = (struct call){fn, arg};
}

void
loop_post(struct loop *loop, loop_fn fn, void *arg)
{
	loop_defer(loop, fn, arg);
}

void
loop_post_idle(struct loop *loop, loop_fn fn, void *arg)
{
	loop_defer(loop, fn, arg);
}

void
loop_note_work(struct loop *loop)
{
	(void)loop;
}

struct loop_timer *
loop_timer_new(struct loop *loop, loop_fn fn, void *arg)
{
	struct loop_timer *timer = MEM_NEW(struct loop_timer);

	timer->loop = loop;
	timer->fn = fn;
	timer->arg = arg;
	timer->due_ms = INT64_MAX;
	*ARRAY_ADD(&loop->timers) = timer;
	return timer;
}

void
loop_timer_free(struct loop_timer *timer)
{
	if (timer == NULL)
		return;
	for (size_t i = 0; i < timer->loop->timers.len; i++) {
		if (timer->loop->timers.items[i] == timer) {
			ARRAY_REMOVE(&timer->loop->timers, i);
			break;
		}
	}
	free(timer);
}

void
loop_timer_set(struct loop_timer *timer, int64_t delay_ms)
{
	timer->due_ms = timer->loop->now_ms + (delay_ms > 0 ? delay_ms : 0);
	timer->order = ++timer->loop->order;
}

/* Nothing wakes the loop here but timers: as soon as it may. */
void
loop_timer_set_lazy(
    struct loop_timer *timer, int64_t delay_ms, int64_t latest_ms)
{
	(void)latest_ms;
	loop_timer_set(timer, delay_ms);
}

void
loop_timer_set_idle(
    struct loop_timer *timer, int64_t delay_ms, int64_t settle_ms)
{
	loop_timer_set_lazy(timer, delay_ms, settle_ms);
}

void
loop_timer_stop(struct loop_timer *timer)
{
	timer->due_ms = INT64_MAX;
}

struct loop_watch *
loop_watch_new(struct loop *loop, int fd, loop_watch_fn fn, void *arg)
{
	struct loop_watch *watch = MEM_NEW(struct loop_watch);

	watch->loop = loop;
	watch->fd = fd;
	watch->fn = fn;
	watch->arg = arg;
	*ARRAY_ADD(&loop->watches) = watch;
	return watch;
}

void
loop_watch_free(struct loop_watch *watch)
{
	if (watch == NULL)
		return;
	for (size_t i = 0; i < watch->loop->watches.len; i++) {
		if (watch->loop->watches.items[i] == watch) {
			ARRAY_REMOVE(&watch->loop->watches, i);
			break;
		}
	}
	free(watch);
}

void
loop_watch_set(struct loop_watch *watch, bool want_read, bool want_write)
{
	watch->events =
	    (short)((want_read ? POLLIN : 0) | (want_write ? POLLOUT : 0));
}

bool
fake_loop_poll(struct loop *loop)
{
	for (size_t i = 0; i < loop->watches.len; i++) {
		struct loop_watch *watch = loop->watches.items[i];
		struct pollfd now = {.fd = watch->fd, .events = watch->events};

		if (watch->events == 0 || poll(&now, 1, 0) <= 0)
			continue;
		/* As libevent has it: what ended can be read. */
		if (now.revents & (POLLHUP | POLLERR))
			now.revents |= watch->events;
		watch->fn(watch->arg, (now.revents & POLLIN) != 0,
		    (now.revents & POLLOUT) != 0);
		return true;
	}
	return false;
}

struct loop_signal *
loop_signal_new(struct loop *loop, int signal_number, loop_fn fn, void *arg)
{
	struct loop_signal *signal = MEM_NEW(struct loop_signal);

	signal->number = signal_number;
	return signal;
}

void
loop_signal_free(struct loop_signal *signal)
{
	free(signal);
}

static int64_t
wall_ms(void *arg)
{
	struct loop *loop = arg;

	return FAKE_LOOP_WALL_START * INT64_C(1000) + loop->now_ms;
}

static int64_t
steady_ms(void *arg)
{
	struct loop *loop = arg;

	return loop->now_ms;
}

struct clock
fake_loop_clock(struct loop *loop)
{
	return (struct clock){
	    .wall_ms = wall_ms,
	    .steady_ms = steady_ms,
	    .arg = loop,
	};
}
