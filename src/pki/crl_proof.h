/*
 * Is a revocation list what a certificate's URL was asked for: signed by the
 * issuer, or by who else may (judge/crl_signer.h says who that is), and about
 * that certificate? Complete or a delta list: that is the asker's. For who has
 * to choose between two lists and has no path to judge by. On any thread.
 */
#pragma once

#include "pki/crl.h"
#include "pki/signature.h"

/* NULL: it is; else why not, in words ("its signature ..."). Its end is another
 * matter. RFC 5280 6.3.3 (b), (f), (g). */
const char *crl_proof_fault(const struct crl *crl, const struct cert *cert,
    const struct cert *signer, struct signature_cache *signatures, int64_t now);
/* By thisUpdate; of two of one second by CRL number. */
bool crl_is_older(const struct crl *crl, const struct crl *than);
