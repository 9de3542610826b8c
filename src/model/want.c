/* Wanted evidence; see want.h. */
#include "model/want.h"

const char *const *
want_urls(const struct want *want, size_t *ret_count)
{
	const struct cert *cert = want->cert;

	switch (want->kind) {
	case WANT_ISSUER: break;
	case WANT_OCSP:
		*ret_count = cert->ocsp_url_count;
		return cert->ocsp_urls;
	case WANT_CRL: *ret_count = cert->crl_url_count; return cert->crl_urls;
	case WANT_DELTA:
		*ret_count = want->urls.len;
		return (const char *const *)want->urls.items;
	}
	*ret_count = cert->aia_issuer_count;
	return cert->aia_issuers;
}

void
want_add_signer(struct want *want, struct cert *signer)
{
	if (want->signers.len < WANT_MAX_SIGNERS)
		*ARRAY_ADD(&want->signers) = cert_ref(signer);
}

void
want_clear(struct want *want)
{
	ARRAY_EACH (signer, &want->signers)
		cert_unref(*signer);
	ARRAY_CLEAR(&want->signers);
	texts_clear(&want->urls);
	cert_unref(want->cert);
	cert_unref(want->issuer);
}
