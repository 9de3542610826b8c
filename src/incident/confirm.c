/* Counting looks; see confirm.h. */
#include "incident/confirm.h"

void
confirm_add(uint64_t *history, uint8_t *count, bool is_reached)
{
	*history = *history << 1 | (is_reached ? 1 : 0);
	if (*count < CONFIRM_MAX_LOOKS)
		++*count;
}

unsigned
confirm_failed(uint64_t history, uint8_t count, unsigned window)
{
	unsigned failed = 0;

	for (unsigned i = 0; i < window && i < count; i++)
		failed += (history >> i & 1) == 0;
	return failed;
}
