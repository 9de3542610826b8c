/*
 * For which certificates a revocation list speaks: RFC 5280 6.3.3 (b), with
 * the distribution points of the certificate (4.2.1.13) and the issuing
 * distribution point of the list (5.2.5). Says nothing of dates or signatures.
 */
#pragma once

#include "pki/crl.h"

enum crl_scope_result {
	CRL_SCOPE_FOREIGN, /* another CA's, and not named by the certificate */
	CRL_SCOPE_OUTSIDE, /* its issuer's, but it leaves the certificate out */
	CRL_SCOPE_COVERS,
};

struct crl_scope {
	enum crl_scope_result result;
	unsigned reasons; /* COVERS: bits of ReasonFlags */
	const char *why;  /* OUTSIDE: in words, "speaks of ... only" */
};

/* The distribution points of a certificate, decoded. */
struct crl_points {
	CRL_DIST_POINTS *points; /* NULL: none */
};

void crl_points_read(const struct cert *cert, struct crl_points *ret_points);
void crl_points_clear(struct crl_points *points);

/* Does the certificate have lists of somebody of another name than its issuer's
 * (cRLIssuer)? */
bool crl_points_name_others(const struct crl_points *points);
/* May that one sign its lists, by the names alone: RFC 5280 6.3.3 (b)(1). */
bool crl_points_allow(const struct crl_points *points, const struct cert *cert,
    const struct cert *signer);

struct crl_scope crl_scope_of(const struct crl *crl, const struct cert *cert,
    const struct crl_points *points);
/* Do both cover the same: is a delta list a change to that complete one? */
bool crl_scope_equal(const struct crl *a, const struct crl *b);
