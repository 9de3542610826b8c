/*
 * Who signed an OCSP response, and may he: RFC 6960 4.2.2.2. The issuer of the
 * certificate itself, or somebody to whom that very issuer gave a certificate
 * for it.
 */
#pragma once

#include "pki/ocsp.h"
#include "pki/signature.h"

enum ocsp_signer_result {
	OCSP_SIGNER_GOOD,
	OCSP_SIGNER_EXPIRED,	/* a delegate whose certificate has ended */
	OCSP_SIGNER_EARLY,	/* ... or begins later */
	OCSP_SIGNER_NO_SIGNING, /* whose key usage forbids signing */
	OCSP_SIGNER_NO_USAGE,	/* whose extended key usage lacks it */
	OCSP_SIGNER_FOREIGN,	/* whom the issuer gave no certificate */
	OCSP_SIGNER_BAD,	/* the signature does not verify */
	OCSP_SIGNER_WEAK,	/* by a digest that proves nothing */
	OCSP_SIGNER_TOO_COSTLY,
	OCSP_SIGNER_ABSENT, /* the certificate of whom it names is not there */
};

struct ocsp_signer {
	enum ocsp_signer_result result;
	/* lent: the issuer, or a certificate of the response; NULL: none */
	const struct cert *cert;
	bool is_delegate;
};

struct ocsp_signer ocsp_signer_find(const struct ocsp *ocsp,
    const struct cert *issuer, struct signature_cache *signatures, int64_t now);
/* "the certificate of its signer has ended"; NULL: nothing is wrong. */
const char *ocsp_signer_words(enum ocsp_signer_result result);
