/*
 * struct standing: how one certificate of a path stands by all that is known:
 * every source that can be believed, which of them decides, and why the others
 * cannot. Errors are never "revoked".
 */
#pragma once

#include "judge/crl_status.h"
#include "judge/judgement.h"
#include "pki/ocsp_answer.h"

#define STANDING_MAX_PROOFS 8
#define STANDING_WHY_MAX 400
#define STANDING_NONE (-1)

/* One source that can be believed. */
struct proof {
	enum revocation_status status; /* GOOD, REVOKED or UNKNOWN */
	enum revocation_source source;
	int64_t this_update, next_update;
	int64_t revoked_at; /* REVOKED */
	int reason;
	const char *label;     /* whose list it is; lent, NULL of OCSP */
	const char *url;       /* of what was fetched; lent */
	const struct crl *crl; /* lent; NULL of OCSP */
	bool has_delta;	       /* ... and with the changes to it */
};

struct standing {
	struct proof proofs[STANDING_MAX_PROOFS];
	size_t proof_count;
	int decides; /* index of the proof that counts; STANDING_NONE */
	int against; /* ... of one that says otherwise; STANDING_NONE */
	struct crl_status lists[2]; /* SOURCES_GIVEN, SOURCES_FETCHED */
	bool has_failed;       /* something came to nothing; why is the first */
	bool has_asked_failed; /* ... that was asked or given, no staple */
	char why[STANDING_WHY_MAX]; /* a sentence's part, without a stop */
};

/* Of certificate i, whose issuer stands at i + 1. */
void standing_find(const struct judgement *judgement, const struct path *path,
    size_t i, struct standing *ret_standing);
/* How it stands as a status. */
enum revocation_status standing_status(const struct standing *standing);
/* "the revocation list of \"Root\" at http://..."; free it. */
char *standing_source_words(const struct proof *proof);
/* Is there a proof by a list? */
bool standing_has_list(const struct standing *standing);

/* A subscriber's certificate that lives so short that nobody need revoke it:
 * the CA/Browser Forum's Baseline Requirements, 1.6.1. */
bool standing_is_short_lived(const struct cert *cert);
