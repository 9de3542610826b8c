/*
 * Numbers by chance that are the same for the same seed, on any machine
 * (splitmix64): a year that went wrong is played again by its seed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct random {
	uint64_t state;
};

static inline uint64_t
random_next(struct random *random)
{
	uint64_t z = (random->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* From least to most, both among them. */
static inline int64_t
random_between(struct random *random, int64_t least, int64_t most)
{
	return least +
	    (int64_t)(random_next(random) % (uint64_t)(most - least + 1));
}

static inline bool
random_chance(struct random *random, unsigned per_mille)
{
	return random_next(random) % 1000 < per_mille;
}
