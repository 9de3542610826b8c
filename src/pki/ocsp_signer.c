/* The signer of an OCSP response; see ocsp_signer.h. */
#include "pki/ocsp_signer.h"

#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <string.h>

/* By name, or by the SHA-1 of the key's bits, whatever signs. */
static bool
is_named(const struct ocsp *ocsp, const struct cert *cert)
{
	const ASN1_OCTET_STRING *key_hash = NULL;
	const X509_NAME *name = NULL;
	uint8_t sha1[SHA_DIGEST_LENGTH];
	unsigned len = sizeof sha1;

	if (cert->malformed != NULL ||
	    OCSP_resp_get0_id(ocsp->basic, &key_hash, &name) != 1)
		return false;
	if (name != NULL)
		return X509_NAME_cmp(name, X509_get_subject_name(cert->x509)) ==
		    0;
	return key_hash != NULL &&
	    X509_pubkey_digest(cert->x509, EVP_sha1(), sha1, &len) == 1 &&
	    ASN1_STRING_length(key_hash) == (int)len &&
	    memcmp(ASN1_STRING_get0_data(key_hash), sha1, len) == 0;
}

static enum ocsp_signer_result
check_signature(const struct ocsp *ocsp, const struct cert *cert,
    struct signature_cache *signatures)
{
	switch (signature_check_ocsp(signatures, ocsp, cert)) {
	case SIGNATURE_GOOD: return OCSP_SIGNER_GOOD;
	case SIGNATURE_TOO_COSTLY: return OCSP_SIGNER_TOO_COSTLY;
	case SIGNATURE_BAD:
	case SIGNATURE_UNSUPPORTED: break;
	}
	return OCSP_SIGNER_BAD;
}

/* Directly issued, and for nothing less than this: an extended key usage of
 * "any" does not count. */
static enum ocsp_signer_result
check_delegate(const struct cert *cert, const struct cert *issuer,
    struct signature_cache *signatures, int64_t now)
{
	if (!cert_names_issuer(cert, issuer))
		return OCSP_SIGNER_FOREIGN;
	switch (signature_check(signatures, cert, issuer)) {
	case SIGNATURE_GOOD: break;
	case SIGNATURE_TOO_COSTLY: return OCSP_SIGNER_TOO_COSTLY;
	case SIGNATURE_BAD:
	case SIGNATURE_UNSUPPORTED: return OCSP_SIGNER_FOREIGN;
	}
	if (!(cert->extended_key_usage & CERT_EKU_OCSP_SIGNING))
		return OCSP_SIGNER_NO_USAGE;
	if (cert->has_key_usage &&
	    !(cert->key_usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
		return OCSP_SIGNER_NO_SIGNING;
	if (now < cert->not_before)
		return OCSP_SIGNER_EARLY;
	return now > cert->not_after ? OCSP_SIGNER_EXPIRED : OCSP_SIGNER_GOOD;
}

/* A collision is enough to forge by these. */
static bool
is_weak(int digest_nid)
{
	return digest_nid == NID_md2 || digest_nid == NID_md4 ||
	    digest_nid == NID_md5 || digest_nid == NID_sha1;
}

/* The signature comes first: who did not sign is not the signer. */
static struct ocsp_signer
consider(const struct ocsp *ocsp, const struct cert *cert,
    const struct cert *issuer, struct signature_cache *signatures, int64_t now)
{
	struct ocsp_signer signer = {
	    .result = check_signature(ocsp, cert, signatures),
	    .cert = cert,
	    .is_delegate = cert != issuer &&
		memcmp(cert->key.sha256, issuer->key.sha256,
		    sizeof cert->key.sha256) != 0,
	};

	if (signer.result == OCSP_SIGNER_GOOD && signer.is_delegate)
		signer.result = check_delegate(cert, issuer, signatures, now);
	if (signer.result == OCSP_SIGNER_GOOD && is_weak(ocsp->digest_nid))
		signer.result = OCSP_SIGNER_WEAK;
	return signer;
}

struct ocsp_signer
ocsp_signer_find(const struct ocsp *ocsp, const struct cert *issuer,
    struct signature_cache *signatures, int64_t now)
{
	struct ocsp_signer best = {.result = OCSP_SIGNER_ABSENT};

	if (ocsp->basic == NULL)
		return best;
	if (is_named(ocsp, issuer))
		best = consider(ocsp, issuer, issuer, signatures, now);
	for (size_t i = 0;
	     i < ocsp->certs.len && best.result != OCSP_SIGNER_GOOD; i++) {
		const struct cert *cert = ocsp->certs.items[i];
		struct ocsp_signer signer;

		if (!is_named(ocsp, cert))
			continue;
		signer = consider(ocsp, cert, issuer, signatures, now);
		if (signer.result < best.result)
			best = signer;
	}
	return best;
}

const char *
ocsp_signer_words(enum ocsp_signer_result result)
{
	switch (result) {
	case OCSP_SIGNER_GOOD: break;
	case OCSP_SIGNER_EXPIRED:
		return "the certificate of its signer has ended";
	case OCSP_SIGNER_EARLY:
		return "the certificate of its signer begins only later";
	case OCSP_SIGNER_NO_SIGNING:
		return "the key usage of its signer does not allow signing";
	case OCSP_SIGNER_NO_USAGE:
		return "its signer may not sign OCSP responses (extended key "
		       "usage)";
	case OCSP_SIGNER_FOREIGN:
		return "its signer has no certificate of the issuer";
	case OCSP_SIGNER_BAD: return "its signature does not verify";
	case OCSP_SIGNER_WEAK:
		return "it is signed by a digest that proves nothing any more";
	case OCSP_SIGNER_TOO_COSTLY:
		return "checking its signature would cost too much";
	case OCSP_SIGNER_ABSENT:
		return "the certificate of its signer is not there";
	}
	return NULL;
}
