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
/* Lent; NULL when there is none that holds now. known_generation: of the known
 * issuers as they are; see memo_add. */
struct verdict *memo_find(struct memo *memo, const struct memo_key *key,
    uint64_t known_generation, int64_t now);
/* Takes a reference of its own. known_generation: 0, or the generation of the
 * known issuers this verdict would change with: a chain with a gap is judged
 * again when an issuer is learnt that may fill it. */
void memo_add(struct memo *memo, const struct memo_key *key,
    struct verdict *verdict, uint64_t known_generation);
void memo_forget_all(struct memo *memo);
size_t memo_len(const struct memo *memo);
