/*
 * net/loop.h in virtual time: linked instead of net/loop.c, it lets a week of
 * timers pass in a moment and in the same order each time. Signals are taken
 * and never fire, descriptors when fake_loop_poll says so.
 */
#pragma once

#include "base/clock.h"
#include "net/loop.h"

#define FAKE_LOOP_WALL_START 1780272000 /* MINT_NOW */

/* Both clocks move with the loop's virtual time and nothing else. */
struct clock fake_loop_clock(struct loop *loop);
/* Runs what is deferred and due until so much virtual time has passed. */
void fake_loop_run_for(struct loop *loop, int64_t ms);
/* Lets time pass without running anything: a machine that was busy. */
void fake_loop_stall(struct loop *loop, int64_t ms);
/* Calls the first watch whose descriptor is ready now, waiting for none and
 * without any time passing; false: none is. */
bool fake_loop_poll(struct loop *loop);
