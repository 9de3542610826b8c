/*
 * The event loop: timers, descriptors, signals, work handed in from other
 * threads. The only place that speaks libevent (events, timers and signals of
 * it, nothing more). One loop a process, one thread; only loop_post may be
 * called from others.
 *
 * Everything here may be stopped and freed anywhere in the loop's thread, a
 * callback may also free the very object that called it: nothing of that
 * object is touched once its callback has begun. While nothing is due the loop
 * sleeps without a wake-up.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"

struct loop;
struct loop_timer;
struct loop_watch;
struct loop_signal;

typedef void (*loop_fn)(void *arg);

/* Aborts when the system gives it no descriptors, as mem.h does without
 * memory: a program that cannot have its loop has nothing else to do. */
struct loop *loop_new(void);
/* After everything that stands on it. What was deferred or posted and has not
 * run yet runs here, so that what it was meant to free is freed. */
void loop_free(struct loop *loop);
CLEANUP_DEFINE(struct loop, loop_free)
/* Until loop_stop; the turn in which that was called is finished. A stop that
 * came before ends the next run at once. May be run again. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
int64_t loop_now_ms(struct loop *loop); /* steady; cached for one turn */
/* How often the loop has woken up: for the watchdog and for tests. */
uint64_t loop_turns(const struct loop *loop);
/* Runs fn on the next turn, in the order given. Cannot be taken back: what may
 * have to be is a timer of 0 ms. */
void loop_defer(struct loop *loop, loop_fn fn, void *arg);
/* The same from any thread. */
void loop_post(struct loop *loop, loop_fn fn, void *arg);
/* For idle timers fn is no work, unless it says so by loop_note_work: an answer
 * to what one of them asked would have them ask again. */
void loop_post_idle(struct loop *loop, loop_fn fn, void *arg);
void loop_note_work(struct loop *loop);
/* The libevent base, for libraries that nest in it (libunbound); net only. */
struct event_base *loop_base(struct loop *loop);

/* One-shot, never early. Setting it again moves it. */
struct loop_timer *loop_timer_new(struct loop *loop, loop_fn fn, void *arg);
void loop_timer_free(struct loop_timer *timer);
CLEANUP_DEFINE(struct loop_timer, loop_timer_free)
void loop_timer_set(struct loop_timer *timer, int64_t delay_ms);
/* Wakes nobody for its own sake until latest_ms: it runs with whatever the loop
 * wakes up for once delay_ms is over. For what is looked at now and then. */
void loop_timer_set_lazy(
    struct loop_timer *timer, int64_t delay_ms, int64_t latest_ms);
/* Not even then, unless the loop does something else after this: settle_ms
 * after that at the latest. For what can change only by what the loop does. */
void loop_timer_set_idle(
    struct loop_timer *timer, int64_t delay_ms, int64_t settle_ms);
void loop_timer_stop(struct loop_timer *timer);

/* fd is borrowed; free or unset the watch before closing it. Level-triggered.
 * An error or hang-up shows as both readable and writable. */
typedef void (*loop_watch_fn)(void *arg, bool readable, bool writable);
struct loop_watch *loop_watch_new(
    struct loop *loop, int fd, loop_watch_fn fn, void *arg);
void loop_watch_free(struct loop_watch *watch);
CLEANUP_DEFINE(struct loop_watch, loop_watch_free)
void loop_watch_set(struct loop_watch *watch, bool want_read, bool want_write);

struct loop_signal *loop_signal_new(
    struct loop *loop, int signal_number, loop_fn fn, void *arg);
void loop_signal_free(struct loop_signal *signal);
CLEANUP_DEFINE(struct loop_signal, loop_signal_free)
