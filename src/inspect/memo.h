/*
 * Verdicts remembered by what they were made of. The same certificates in the
 * same order, under the same name, before the same stores, until the time the
 * report said: no work is done again. Bounded; what was not asked for since
 * the hand last passed goes first (clock eviction).
 */
#pragma once

#include "model/verdict.h"

#define MEMO_KEY_LEN 32

/* A digest over everything the verdict depends on; see inspect.c. */
struct memo_key {
	uint8_t bytes[MEMO_KEY_LEN];
};

struct memo;

struct memo *memo_new(size_t max_verdicts);
void memo_free(struct memo *memo);
CLEANUP_DEFINE(struct memo, memo_free)
/* Of what a verdict would change with beside its key. */
struct memo_generation {
	/* of the known issuers: a chain with a gap is judged again when one is
	 * learnt that may fill it; of a verdict 0: it has no gap */
	uint64_t known;
	/* of what is known of the revocation of what was sent */
	uint64_t revocation;
};

/* Lent; NULL when there is none that holds now. */
struct verdict *memo_find(struct memo *memo, const struct memo_key *key,
    struct memo_generation generation, int64_t now);
/* Takes a reference of its own. */
void memo_add(struct memo *memo, const struct memo_key *key,
    struct verdict *verdict, struct memo_generation generation);
void memo_forget_all(struct memo *memo);
size_t memo_len(const struct memo *memo);
