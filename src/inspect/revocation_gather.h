/*
 * Which answers about revocation belong to the evidence, and what is to be
 * asked: seen from what a report wants. Inside this folder only.
 */
#pragma once

#include "inspect/completion.h"

#define REVOCATION_GATHER_MAX 64 /* answers */

/* Borrows all that it holds but for the asks. */
struct revocation_gather {
	const struct completion *completion;
	ARRAY(struct revocation_answer) answers;
	int64_t next_at; /* the first on which a report rests to be asked for
			  * again, but for lists, which are refreshed */
	int64_t wanted_next_at; /* the same of what the last report still wants
				 */
	bool has_grown;
};

/* Adds what is known of the wants, and to asks what is open. */
void revocation_gather_add(struct revocation_gather *gather,
    const struct report *report, struct completion_asks *asks);
void revocation_gather_clear(struct revocation_gather *gather);
