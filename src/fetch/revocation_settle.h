/*
 * What came of asking, or of walking a list, goes into its entry: taken,
 * doubted or a failure; when it is asked for again; who has to be judged anew;
 * and what is kept over a restart. Inside this folder only.
 */
#pragma once

#include "fetch/revocation_fetch.h"
#include "fetch/revocation_inside.h"

void revocation_settle_came(struct revocations *revocations,
    struct revocation_entry *entry, struct revocation_came *came);
void revocation_settle_walked(struct revocations *revocations,
    struct revocation_entry *entry, struct list_walked *walked);
/* Nothing came, for a reason that is not kept. */
void revocation_settle_failed(struct revocations *revocations,
    struct revocation_entry *entry, enum revocation_outcome outcome,
    const char *words);
