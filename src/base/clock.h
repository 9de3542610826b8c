/*
 * Wall and monotonic time behind one small struct, so that tests pass a fake.
 * The pure folders never see it: they get `now` as a parameter.
 */
#pragma once

#include <stdint.h>

struct clock {
	int64_t (*wall_ms)(void *arg);	 /* since 1970, UTC */
	int64_t (*steady_ms)(void *arg); /* CLOCK_BOOTTIME: counts sleep too */
	void *arg;
	/* Of the steady time, how long the machine was asleep; NULL: never. */
	int64_t (*slept_ms)(void *arg);
};

extern const struct clock clock_system;

int64_t clock_wall_s(const struct clock *clock);
int64_t clock_wall_ms(const struct clock *clock);
int64_t clock_steady_ms(const struct clock *clock);
int64_t clock_slept_ms(const struct clock *clock);
/* The processor's own, to measure how long something takes; of no use as a
 * time. */
int64_t clock_measure_us(void);
