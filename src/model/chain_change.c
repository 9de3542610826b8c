/* Respects in which chains differ; see chain_change.h. */
#include "model/chain_change.h"

#include <stdlib.h>

void
chain_changes_clear(struct chain_changes *changes)
{
	ARRAY_EACH (change, &changes->list) {
		free(change->before);
		free(change->after);
		free(change->words);
	}
	ARRAY_CLEAR(&changes->list);
}

struct chain_change *
chain_changes_add(struct chain_changes *changes, const char *what,
    char *take_before, char *take_after)
{
	struct chain_change *change = ARRAY_ADD(&changes->list);

	change->what = what;
	change->before = take_before;
	change->after = take_after;
	change->code = FINDING_COUNT;
	return change;
}

void
chain_changes_sort(struct chain_changes *changes)
{
	size_t worse = 0;

	for (size_t i = 0; i < changes->list.len; i++) {
		struct chain_change moved = changes->list.items[i];

		if (!moved.is_worse)
			continue;
		for (size_t k = i; k > worse; k--)
			changes->list.items[k] = changes->list.items[k - 1];
		changes->list.items[worse++] = moved;
	}
}
