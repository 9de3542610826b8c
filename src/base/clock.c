/* The system's clocks; see clock.h. */
#include "base/clock.h"

#include <stddef.h>
#include <time.h>

#include "base/cleanup.h"

static int64_t
read_ms(clockid_t id)
{
	struct timespec t = {0};

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t
system_wall_ms(UNUSED void *arg)
{
	return read_ms(CLOCK_REALTIME);
}

static int64_t
system_steady_ms(UNUSED void *arg)
{
	return read_ms(CLOCK_BOOTTIME);
}

static int64_t
system_slept_ms(UNUSED void *arg)
{
	return read_ms(CLOCK_BOOTTIME) - read_ms(CLOCK_MONOTONIC);
}

const struct clock clock_system = {
    .wall_ms = system_wall_ms,
    .steady_ms = system_steady_ms,
    .slept_ms = system_slept_ms,
};

int64_t
clock_wall_ms(const struct clock *clock)
{
	return clock->wall_ms(clock->arg);
}

int64_t
clock_wall_s(const struct clock *clock)
{
	int64_t ms = clock_wall_ms(clock);

	return ms >= 0 ? ms / 1000 : (ms - 999) / 1000;
}

int64_t
clock_steady_ms(const struct clock *clock)
{
	return clock->steady_ms(clock->arg);
}

int64_t
clock_slept_ms(const struct clock *clock)
{
	return clock->slept_ms == NULL ? 0 : clock->slept_ms(clock->arg);
}

int64_t
clock_measure_us(void)
{
	struct timespec t = {0};

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
