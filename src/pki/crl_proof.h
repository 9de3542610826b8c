/*
 * Is a revocation list what a certificate's URL was asked for: signed by the
 * issuer, complete, and about that certificate? For who has to choose between
 * two lists and has no path to judge by; the judge looks further (its signer
 * may be somebody else, whom the issuer vouches for). On any thread.
 */
#pragma once

#include "pki/crl.h"
#include "pki/signature.h"

/* NULL: it is; else why not, in words ("its signature ..."). Its end is another
 * matter. RFC 5280 6.3.3 (b), (f), (g). */
const char *crl_proof_fault(const struct crl *crl, const struct cert *cert,
    const struct cert *issuer, struct signature_cache *signatures, int64_t now);
/* By thisUpdate; of two of one second by CRL number. */
bool crl_is_older(const struct crl *crl, const struct crl *than);
