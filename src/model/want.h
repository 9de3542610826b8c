/* Further evidence that would settle an open question of a report. */
#pragma once

#include "pki/cert.h"

enum want_kind {
	WANT_ISSUER, /* the issuer of a certificate, at these URLs */
	WANT_OCSP,   /* what an OCSP responder says of it */
	WANT_CRL,    /* a revocation list that speaks of it */
};

struct want {
	enum want_kind kind;
	struct cert *cert;   /* which, or whose; a reference is held */
	struct cert *issuer; /* the same, for OCSP and CRL; else NULL */
	/* The issuer is a CA of some anchor. Anybody can make one that issued a
	 * certificate with the URLs of another's. */
	bool is_trusted;
};

/* Where it can be had: as the certificate names them, in its order; printable,
 * of any scheme. Lent. */
const char *const *want_urls(const struct want *want, size_t *ret_count);
void want_clear(struct want *want);
