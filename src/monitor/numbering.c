/* Numbers and ids for events; see numbering.h. */
#include "monitor/numbering.h"

#include <stdlib.h>
#include <sys/random.h>

#include "base/hex.h"

void
numbering_give(struct numbering *numbering, struct batch *batch)
{
	uint8_t id[EVENT_ID_LEN / 2];

	ARRAY_EACH (event, &batch->events) {
		(*event)->sequence = ++numbering->last_sequence;
		/* So few bytes come whole or, on a kernel without it, never. */
		if (getrandom(id, sizeof id, 0) != sizeof id)
			abort();
		hex_encode(id, sizeof id, (*event)->id);
	}
}

uint64_t
numbering_ask(struct numbering *numbering)
{
	if (numbering->asked >=
	    numbering->last_sequence + NUMBERING_RESERVE / 2)
		return 0;
	numbering->asked = numbering->last_sequence + NUMBERING_RESERVE;
	return numbering->asked;
}

void
numbering_reserved(struct numbering *numbering, uint64_t up_to)
{
	if (up_to > numbering->reserved)
		numbering->reserved = up_to;
}

void
numbering_forget(struct numbering *numbering)
{
	numbering->asked = numbering->reserved;
}

/* Milliseconds since 1970: no monitor tells as many events as have passed, so
 * what an earlier run took from the clock lies behind. */
bool
numbering_leap(struct numbering *numbering, size_t count, int64_t now_ms)
{
	if (numbering->last_sequence + count <= numbering->reserved)
		return false;
	if ((uint64_t)now_ms > numbering->last_sequence)
		numbering->last_sequence = (uint64_t)now_ms;
	numbering->reserved = numbering->asked =
	    numbering->last_sequence + NUMBERING_RESERVE;
	return true;
}
