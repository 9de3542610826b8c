/*
 * What differs between a chain and the one before it: faults, names, key,
 * purposes, pointers to revocation, how long it lasts, who accepts it, who
 * issued it, what is sent along. Pure comparison of two verdicts.
 *
 * What only a comparison can find is worse in the sense of struct chain_change:
 * the chain may be without any fault of its own.
 */
#pragma once

#include "model/chain_change.h"
#include "model/verdict.h"

/* A certificate that lasts no longer than this needs no pointer to revocation
 * (CA/B Forum Baseline Requirements 1.6.1, "short-lived", the wider limit). */
#define CHANGES_SHORT_LIVED_S (10 * 86400)

/* Empty when they are the same. */
void changes_between(const struct verdict *before, const struct verdict *after,
    struct chain_changes *ret_changes);

/* Names of before's certificate that after's does not cover: one by one, begin
 * with *at NULL. false: there is none more, or it cannot be known. */
bool changes_next_lost(const struct verdict *before,
    const struct verdict *after, const char **at,
    struct cert_details_name *ret_name);
