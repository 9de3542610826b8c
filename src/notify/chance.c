/* Random numbers that spread waits; see chance.h. */
#include "notify/chance.h"

#include <stdlib.h>
#include <sys/random.h>

void
chance_init(struct chance *chance, uint64_t seed)
{
	chance->state = seed;
	while (chance->state == 0) {
		if (getrandom(&chance->state, sizeof chance->state, 0) < 0)
			abort();
	}
}

/* splitmix64 */
uint32_t
chance_next(struct chance *chance)
{
	uint64_t z = (chance->state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (uint32_t)((z ^ (z >> 31)) >> 32);
}
