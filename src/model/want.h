/* Further evidence that would settle an open question of a report. */
#pragma once

#include "base/array.h"
#include "base/texts.h"
#include "pki/cert.h"

#define WANT_MAX_SIGNERS 4

enum want_kind {
	WANT_ISSUER, /* the issuer of a certificate, at these URLs */
	WANT_OCSP,   /* what an OCSP responder says of it */
	WANT_CRL,    /* a revocation list that speaks of it */
	WANT_DELTA,  /* what has changed since that list (RFC 5280 5.2.4) */
};

struct want {
	enum want_kind kind;
	struct cert *cert;   /* which, or whose; a reference is held */
	struct cert *issuer; /* the same; of WANT_ISSUER NULL */
	/* The issuer is a CA of some anchor. Anybody can make one that issued a
	 * certificate with the URLs of another's. */
	bool is_trusted;
	/* CRL, DELTA: who else may have signed it, as far as is known: of the
	 * issuer's name, or named by the certificate, and vouched for like the
	 * issuer (RFC 5280 6.3.3). A reference each; WANT_MAX_SIGNERS at most.
	 */
	ARRAY(struct cert *) signers;
	/* DELTA: where it is to be had, as the certificate and the list name
	 * it; CRL_FRESHEST_MAX at most */
	struct texts urls;
};

/* Where it can be had: as the certificate names them, in its order, or the list
 * that is changed; printable, of any scheme. Lent. */
const char *const *want_urls(const struct want *want, size_t *ret_count);
/* CRL, DELTA: takes a reference, unless there are enough. */
void want_add_signer(struct want *want, struct cert *signer);
void want_clear(struct want *want);
