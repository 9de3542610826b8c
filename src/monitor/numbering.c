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
