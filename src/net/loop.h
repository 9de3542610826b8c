/*
 * The event loop: timers, descriptors, signals, work handed in from other
 * threads. The only place that speaks libevent (events, timers and signals of
 * it, nothing more). One loop a process, one thread; only loop_post may be
 * called from others.
 *
 * A callback must not free the object that called it, but may stop it; freeing
 * is for later turns (loop_defer) or for the owner outside its callback.
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

struct loop *loop_new(void);
void loop_free(struct loop *loop);
CLEANUP_DEFINE(struct loop, loop_free)
void loop_run(struct loop *loop); /* until loop_stop */
void loop_stop(struct loop *loop);
int64_t loop_now_ms(struct loop *loop); /* steady; cached for one turn */
/* Runs fn on the next turn. */
void loop_defer(struct loop *loop, loop_fn fn, void *arg);
/* The same from any thread. */
void loop_post(struct loop *loop, loop_fn fn, void *arg);
/* The libevent base, for libraries that nest in it (libunbound); net only. */
struct event_base *loop_base(struct loop *loop);

/* One-shot. */
struct loop_timer *loop_timer_new(struct loop *loop, loop_fn fn, void *arg);
void loop_timer_free(struct loop_timer *timer);
CLEANUP_DEFINE(struct loop_timer, loop_timer_free)
void loop_timer_set(struct loop_timer *timer, int64_t delay_ms);
void loop_timer_stop(struct loop_timer *timer);

/* fd is borrowed. Level-triggered. */
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
