/* "Did you mean ...": the nearest of the words there are. */
#pragma once

#include <stddef.h>

struct spelling {
	const char *word; /* what was written */
	const char *best; /* lent; NULL: nothing is near */
	unsigned distance;
};

#define SPELLING_INIT(text) \
	{ \
		.word = (text) \
	}

/* Offers one word; the nearest stays in best. One or two letters may be
 * wrong, missing, too many or swapped; upper case is as good as lower. */
void spelling_offer(struct spelling *spelling, const char *candidate);
