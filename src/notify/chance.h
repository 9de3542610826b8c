/*
 * struct chance: random numbers that spread waits; nothing secret hangs on
 * them. The same seed gives the same numbers, for tests.
 */
#pragma once

#include <stdint.h>

struct chance {
	uint64_t state;
};

/* seed 0: a random one. */
void chance_init(struct chance *chance, uint64_t seed);
uint32_t chance_next(struct chance *chance);
