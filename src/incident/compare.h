/*
 * What differs: a chain from the one before it, the addresses of an endpoint
 * from each other. Pure comparison: it opens and tells nothing.
 */
#pragma once

#include "incident/watched.h"
#include "model/verdict.h"

/* A fault that counts and that the chain before did not have, or had less. */
bool compare_is_worse(const struct verdict *before, enum finding_code code,
    enum severity severity);
/* Nothing of warning or worse, and valid: fit to be the last good one. */
bool compare_is_good(const struct verdict *verdict);

/* A rollback, a rollout or a pool is seen by its leaf. */
bool compare_same_leaf(const struct verdict *a, const struct verdict *b);

enum agreement {
	AGREEMENT_UNKNOWN, /* too few can be compared, or not all looked at */
	AGREEMENT_SAME,
	AGREEMENT_ROLLOUT,   /* other leaves, with the same faults or none */
	AGREEMENT_DIVERGENT, /* anything else that differs */
};

/* Targets of an endpoint that are compared with each other: of one variant,
 * and of one role where roles may differ. */
struct comparison {
	const struct watched *watched;
	const struct target_state *of; /* one of them */
	enum agreement agreement;
	/* where they differ: the chain of most, against whom the others are
	 * the minority; NULL when all are the same */
	const struct verdict *majority;
	/* one side shows a fault that the other does not: it has an incident
	 * of its own */
	bool is_explained;
	enum severity severity; /* of that fault */
};

/* Only targets whose last look showed a chain and that do not alternate. */
bool compare_takes_part(const struct target_state *state);
/* Compared with each other, if both take part. */
bool compare_is_beside(const struct watched *watched,
    const struct target_state *a, const struct target_state *b);
struct comparison compare_beside(
    const struct watched *watched, const struct target_state *of);
/* Is it one of those compared, and does it belong to the minority. */
bool compare_differs(
    const struct comparison *comparison, const struct target_state *state);
/* Of those compared. */
bool compare_is_in(
    const struct comparison *comparison, const struct target_state *state);
