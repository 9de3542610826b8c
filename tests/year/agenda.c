/* A heap of acts; see agenda.h. */
#include "year/agenda.h"

#include <assert.h>
#include <stdbool.h>

static bool
is_before(const struct act *a, const struct act *b)
{
	return a->at < b->at || (a->at == b->at && a->order < b->order);
}

static void
swap(struct act *a, struct act *b)
{
	struct act kept = *a;

	*a = *b;
	*b = kept;
}

void
agenda_put(struct agenda *agenda, const struct act *act)
{
	size_t at = agenda->heap.len;
	struct act *added = ARRAY_ADD(&agenda->heap);

	*added = *act;
	added->order = ++agenda->order;
	while (at > 0 &&
	    is_before(
		&agenda->heap.items[at], &agenda->heap.items[(at - 1) / 2])) {
		swap(
		    &agenda->heap.items[at], &agenda->heap.items[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

const struct act *
agenda_next(const struct agenda *agenda)
{
	return agenda->heap.len == 0 ? NULL : &agenda->heap.items[0];
}

struct act
agenda_take(struct agenda *agenda)
{
	struct act first;
	size_t at = 0, least;

	assert(agenda->heap.len > 0);
	first = agenda->heap.items[0];
	agenda->heap.items[0] = agenda->heap.items[--agenda->heap.len];
	for (;;) {
		least = at;
		for (size_t child = 2 * at + 1;
		     child <= 2 * at + 2 && child < agenda->heap.len; child++) {
			if (is_before(&agenda->heap.items[child],
				&agenda->heap.items[least]))
				least = child;
		}
		if (least == at)
			return first;
		swap(&agenda->heap.items[at], &agenda->heap.items[least]);
		at = least;
	}
}

void
agenda_clear(struct agenda *agenda)
{
	ARRAY_CLEAR(&agenda->heap);
}
