/*
 * What the revocation lists of a pool say of one certificate of a path:
 * RFC 5280 6.3. Which of them speak of it, which of those are to be believed
 * (crl_signer.h), and what a delta list changes.
 */
#pragma once

#include "judge/judgement.h"
#include "pki/crl.h"

enum crl_status_kind {
	CRL_STATUS_GOOD,
	CRL_STATUS_REVOKED,
	CRL_STATUS_UNKNOWN, /* no list of its issuer is there */
	/* One is there; but none of its issuer says whether it is revoked: */
	CRL_STATUS_STALE,    /* it has ended */
	CRL_STATUS_UNUSABLE, /* why says what is wrong with it */
};

#define CRL_STATUS_WHY_MAX 160

struct crl_status {
	enum crl_status_kind kind;
	const struct crl *crl;	       /* that says so; NULL: UNKNOWN */
	const struct crl_entry *entry; /* REVOKED */
	/* the list that delta changes, or could; NULL: a delta list says it
	 * alone, or none does */
	const struct crl *complete;
	const struct crl *delta; /* that counts with it; NULL: none */
	/* NULL: there is no delta list of the issuer's, or none newer than
	 * `complete`; else why one does not count */
	const char *delta_fault;
	char why[CRL_STATUS_WHY_MAX]; /* UNUSABLE: "its signature ..." */
};

/* Of a certificate that the path's certificate `issuer` issued. A list that has
 * ended still says who is revoked, one without a good signature never does. */
struct crl_status crl_status_of(const struct judgement *judgement,
    const struct crl_pool *pool, const struct path *path, size_t issuer,
    const struct cert *cert);
/* A list of the same scope that came before it and had a higher number: numbers
 * must rise (RFC 5280 5.2.3). NULL: none. */
const struct crl *crl_status_overtaken(
    const struct crl_pool *pool, const struct crl *crl);
