/*
 * What is to happen in the world, and when: a heap by time. What is due at the
 * same second happens in the order it was put there.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/array.h"

struct year;
struct act;
typedef void (*act_fn)(struct year *year, const struct act *act);

struct act {
	int64_t at;
	uint64_t order;
	act_fn fn;
	size_t site, endpoint; /* what it is about */
	size_t step;	       /* of a story that goes on */
	int64_t began;	       /* when the story did */
};

struct agenda {
	ARRAY(struct act) heap;
	uint64_t order;
};

void agenda_put(struct agenda *agenda, const struct act *act);
/* The next; NULL: there is none. */
const struct act *agenda_next(const struct agenda *agenda);
struct act agenda_take(struct agenda *agenda);
void agenda_clear(struct agenda *agenda);
