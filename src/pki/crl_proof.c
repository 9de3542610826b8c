/* Lists that prove to be what was asked for; see crl_proof.h. */
#include "pki/crl_proof.h"

#include <openssl/x509v3.h>

#include "pki/crl_scope.h"

static const char *
find_scope_fault(const struct crl *crl, const struct cert *cert)
{
	struct crl_points points;
	enum crl_scope_result result;

	crl_points_read(cert, &points);
	result = crl_scope_of(crl, cert, &points).result;
	crl_points_clear(&points);
	switch (result) {
	case CRL_SCOPE_COVERS: return NULL;
	case CRL_SCOPE_FOREIGN: return "it is another CA's";
	case CRL_SCOPE_OUTSIDE: break;
	}
	return "it speaks of other certificates of its CA";
}

/* Of the certificate's lists one may be somebody else's (cRLIssuer). */
static const char *
find_name_fault(const struct crl *crl, const struct cert *cert)
{
	const char *fault = find_scope_fault(crl, cert);

	return fault != NULL ? fault
			     : "the certificate of its signer is not at hand";
}

static const char *
find_signature_fault(const struct crl *crl, const struct cert *signer,
    struct signature_cache *signatures)
{
	if (signer->has_key_usage && !(signer->key_usage & KU_CRL_SIGN))
		return "the key usage of its signer lacks cRLSign";
	switch (signature_check_crl(signatures, crl, signer)) {
	case SIGNATURE_GOOD: return NULL;
	case SIGNATURE_TOO_COSTLY:
		return "checking its signature would cost too much";
	case SIGNATURE_BAD:
	case SIGNATURE_UNSUPPORTED: break;
	}
	return "its signature does not verify with its issuer's key";
}

const char *
crl_proof_fault(const struct crl *crl, const struct cert *cert,
    const struct cert *signer, struct signature_cache *signatures, int64_t now)
{
	const char *fault;

	if (cert->malformed != NULL)
		return "it is another CA's";
	if (!crl_names_issuer(crl, signer))
		return find_name_fault(crl, cert);
	fault = find_signature_fault(crl, signer, signatures);
	if (fault != NULL)
		return fault;
	if (crl->unknown_critical != NULL)
		return "it has a critical extension that clients do not know";
	if (now < crl->this_update)
		return "it begins only later";
	return find_scope_fault(crl, cert);
}

bool
crl_is_older(const struct crl *crl, const struct crl *than)
{
	if (crl->this_update != than->this_update)
		return crl->this_update < than->this_update;
	return crl->number != NULL && than->number != NULL &&
	    ASN1_INTEGER_cmp(crl->number, than->number) < 0;
}
