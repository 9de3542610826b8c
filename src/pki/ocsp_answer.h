/*
 * What an OCSP response comes to for one certificate, at a time: verified and
 * dated. An error is never "revoked", and nor is what cannot be believed.
 */
#pragma once

#include "pki/ocsp_signer.h"

/* Clocks of responders run ahead. */
#define OCSP_SKEW_S 300
/* "Newer information is available at any time", it says without nextUpdate:
 * clients take it for about a day. */
#define OCSP_ENDLESS_S 86400

enum ocsp_verdict {
	OCSP_VERDICT_GOOD,
	OCSP_VERDICT_REVOKED,
	OCSP_VERDICT_UNKNOWN, /* the responder does not know it */
	OCSP_VERDICT_EXPIRED, /* good once; it has ended */
	OCSP_VERDICT_FOREIGN, /* it speaks of other certificates */
	OCSP_VERDICT_ERROR,   /* the responder gives no answer; why says how */
	OCSP_VERDICT_INVALID, /* it cannot be believed; why says for what */
};

struct ocsp_answer {
	enum ocsp_verdict verdict;
	const char *why; /* ERROR, INVALID, FOREIGN, UNKNOWN; else NULL */
	/* of GOOD, REVOKED, UNKNOWN and EXPIRED */
	const struct ocsp_single *single; /* lent by the response */
	const struct cert *signer;	  /* lent; the issuer's or a delegate */
	bool is_delegated;
	int64_t ends_at; /* the last second at which it counts */
};

/* REVOKED stands also when the response has ended: what was revoked stays so,
 * but for what was on hold. */
struct ocsp_answer ocsp_answer_of(const struct ocsp *ocsp,
    const struct cert *cert, const struct cert *issuer,
    struct signature_cache *signatures, int64_t now);
