/*
 * Did this issuer's key sign this certificate? Each question is answered once
 * per analysis; the cost is counted so that the judge can stop in time.
 */
#pragma once

#include "pki/cert.h"

enum signature_result {
	SIGNATURE_GOOD,
	SIGNATURE_BAD,	       /* checked, and it does not verify */
	SIGNATURE_UNSUPPORTED, /* algorithm or key libcrypto cannot use */
	SIGNATURE_TOO_COSTLY,  /* the budget is used up: not checked */
};

struct crl;
struct ocsp;
struct signature_cache;

/* budget: in units of one P-256 check (about 60 us); P-384 costs 10, P-521 and
 * RSA by size. Named in judge_options. */
struct signature_cache *signature_cache_new(unsigned budget);
void signature_cache_free(struct signature_cache *cache);
CLEANUP_DEFINE(struct signature_cache, signature_cache_free)
enum signature_result signature_check(struct signature_cache *cache,
    const struct cert *cert, const struct cert *issuer);
/* The same by a key that comes without a certificate. */
enum signature_result signature_check_key(
    struct signature_cache *cache, const struct cert *cert, EVP_PKEY *pkey);
/* The same of a revocation list; its length costs as well. */
enum signature_result signature_check_crl(struct signature_cache *cache,
    const struct crl *crl, const struct cert *issuer);
/* The same of an OCSP response that has an answer. */
enum signature_result signature_check_ocsp(struct signature_cache *cache,
    const struct ocsp *ocsp, const struct cert *signer);
/* Does its own key sign it? Names are not looked at. */
bool signature_is_self_signed(
    struct signature_cache *cache, const struct cert *cert);
unsigned signature_cache_checks(const struct signature_cache *cache);
bool signature_cache_is_spent(const struct signature_cache *cache);
