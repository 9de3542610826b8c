/*
 * Issuers in the store, so that a restart forgets none: those that servers of
 * the fleet sent on paths to an anchor, and what caIssuers URLs came to, good
 * or bad, with the time until they are asked again. Bounded in number and age
 * by whoever writes.
 */
#pragma once

#include "base/array.h"
#include "model/issuer_answer.h"
#include "pki/cert.h"
#include "store/store.h"

#define ISSUERS_MAX 2000	 /* of the fleet; the newest */
#define ISSUERS_MAX_ANSWERS 1000 /* URLs; those asked last */

/* Times in seconds since 1970. */
struct issuers_answer {
	struct issuer_answer answer;
	int64_t asked_at, next_at;
};

struct issuers {
	ARRAY(struct cert *) certs; /* a reference each; oldest first */
	/* Owned with all they hold; asked longest ago first. */
	ARRAY(struct issuers_answer) answers;
};

/* Written with what else is; dropped when the queue is full, since it will be
 * learnt again. */
void issuers_keep(struct store *store, const struct cert *cert, int64_t now);
void issuers_keep_answer(
    struct store *store, const struct issuers_answer *answer);
/* What cannot be read any more is left out. */
bool issuers_load(
    struct db *db, struct issuers *ret_issuers, struct error *err) MUST_CHECK;
void issuers_clear(struct issuers *issuers);
