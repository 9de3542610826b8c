/* Signatures over a digest; see signature_digest.h. */
#include "pki/signature_digest.h"

#include <openssl/objects.h>
#include <openssl/rsa.h>

#define PSS_SALT_DEFAULT 20 /* RFC 4055 3.1 */

static int
nid_of(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object;

	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	return OBJ_obj2nid(object);
}

/* RFC 4055 3.1; what is not there has its default, SHA-1. */
static RSA_PSS_PARAMS *
pss_of(const X509_ALGOR *algorithm)
{
	int type;
	const void *value;

	X509_ALGOR_get0(NULL, &type, &value, algorithm);
	if (type != V_ASN1_SEQUENCE)
		return NULL;
	return ASN1_TYPE_unpack_sequence(
	    ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter);
}

static const EVP_MD *
digest_of_algorithm(const X509_ALGOR *algorithm)
{
	return algorithm == NULL ? EVP_sha1()
				 : EVP_get_digestbynid(nid_of(algorithm));
}

/* MGF1 is all there is; its parameter is the digest. */
static const EVP_MD *
mask_digest_of(const RSA_PSS_PARAMS *pss)
{
	X509_ALGOR *algorithm;
	const EVP_MD *digest;

	if (pss->maskGenAlgorithm == NULL)
		return EVP_sha1();
	if (nid_of(pss->maskGenAlgorithm) != NID_mgf1 ||
	    pss->maskGenAlgorithm->parameter == NULL)
		return NULL;
	algorithm = ASN1_TYPE_unpack_sequence(
	    ASN1_ITEM_rptr(X509_ALGOR), pss->maskGenAlgorithm->parameter);
	digest = algorithm == NULL ? NULL : digest_of_algorithm(algorithm);
	X509_ALGOR_free(algorithm);
	return digest;
}

const EVP_MD *
signature_digest_of(const X509_ALGOR *algorithm)
{
	int digest = NID_undef, nid = nid_of(algorithm);
	RSA_PSS_PARAMS *pss;
	const EVP_MD *found;

	if (nid == NID_rsassaPss) {
		pss = pss_of(algorithm);
		found = pss == NULL ? NULL
				    : digest_of_algorithm(pss->hashAlgorithm);
		RSA_PSS_PARAMS_free(pss);
		return found;
	}
	if (OBJ_find_sigid_algs(nid, &digest, NULL) != 1 || digest == NID_undef)
		return NULL;
	return EVP_get_digestbynid(digest);
}

static bool
set_pss(EVP_PKEY_CTX *context, const X509_ALGOR *algorithm)
{
	RSA_PSS_PARAMS *pss = pss_of(algorithm);
	const EVP_MD *mask = pss == NULL ? NULL : mask_digest_of(pss);
	long salt = PSS_SALT_DEFAULT;
	bool ok;

	if (mask != NULL && pss->saltLength != NULL)
		salt = ASN1_INTEGER_get(pss->saltLength);
	ok = mask != NULL && salt >= 0 && salt < INT16_MAX &&
	    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
	    EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask) > 0 &&
	    EVP_PKEY_CTX_set_rsa_pss_saltlen(context, (int)salt) > 0;
	RSA_PSS_PARAMS_free(pss);
	return ok;
}

bool
signature_digest_verify(const X509_ALGOR *algorithm, const uint8_t *digest,
    size_t digest_len, const ASN1_BIT_STRING *signature, EVP_PKEY *pkey)
{
	const EVP_MD *md = signature_digest_of(algorithm);
	EVP_PKEY_CTX *context;
	bool ok;

	if (md == NULL || (size_t)EVP_MD_get_size(md) != digest_len)
		return false;
	context = EVP_PKEY_CTX_new(pkey, NULL);
	ok = context != NULL && EVP_PKEY_verify_init(context) > 0 &&
	    (nid_of(algorithm) != NID_rsassaPss ||
		set_pss(context, algorithm)) &&
	    EVP_PKEY_CTX_set_signature_md(context, md) > 0 &&
	    EVP_PKEY_verify(context, ASN1_STRING_get0_data(signature),
		(size_t)ASN1_STRING_length(signature), digest, digest_len) == 1;
	EVP_PKEY_CTX_free(context);
	return ok;
}
