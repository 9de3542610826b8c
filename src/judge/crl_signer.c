/* The signer of a revocation list; see crl_signer.h. */
#include "judge/crl_signer.h"

#include <openssl/x509v3.h>

struct search {
	const struct judgement *judgement;
	const struct path *path;
	size_t from;
	const struct crl *crl;
	struct crl_signer best; /* GOOD ends the search */
};

static bool
is_in_path(const struct search *search, const struct cert *cert)
{
	for (size_t i = search->from; i < search->path->len; i++) {
		if (cert_equal(search->path->certs[i].cert, cert))
			return true;
	}
	return false;
}

/* The CA of the path that issued it; 0: none. */
static size_t
find_voucher(const struct search *search, const struct cert *cert)
{
	for (size_t i = search->from; i < search->path->len; i++) {
		const struct cert *issuer = search->path->certs[i].cert;

		if (cert_names_issuer(cert, issuer) &&
		    signature_check(search->judgement->signatures, cert,
			issuer) == SIGNATURE_GOOD)
			return i;
	}
	return 0;
}

/* A certificate beside the path: an anchor, or one that a CA of the path
 * vouches for, valid now. */
static bool
is_trusted(
    const struct search *search, const struct cert *cert, size_t *ret_issued_by)
{
	int64_t now = search->judgement->now;

	if (now < cert->not_before || now > cert->not_after)
		return false;
	*ret_issued_by = find_voucher(search, cert);
	return *ret_issued_by > 0 ||
	    path_is_anchor(search->judgement->evidence, cert);
}

/* RFC 5280 6.3.3 (f) */
static bool
may_sign(const struct cert *cert)
{
	return !cert->has_key_usage || (cert->key_usage & KU_CRL_SIGN);
}

bool
crl_signer_may(const struct judgement *judgement, const struct path *path,
    size_t from, const struct cert *cert, size_t *ret_issued_by)
{
	const struct search search = {
	    .judgement = judgement, .path = path, .from = from};

	*ret_issued_by = 0;
	return may_sign(cert) &&
	    (is_in_path(&search, cert) ||
		is_trusted(&search, cert, ret_issued_by));
}

static enum crl_signer_result
look_at(
    const struct search *search, const struct cert *cert, size_t *ret_issued_by)
{
	*ret_issued_by = 0;
	switch (signature_check_crl(
	    search->judgement->signatures, search->crl, cert)) {
	case SIGNATURE_GOOD: break;
	case SIGNATURE_TOO_COSTLY: return CRL_SIGNER_TOO_COSTLY;
	case SIGNATURE_BAD:
	case SIGNATURE_UNSUPPORTED: return CRL_SIGNER_BAD;
	}
	if (!is_in_path(search, cert) &&
	    !is_trusted(search, cert, ret_issued_by))
		return CRL_SIGNER_NOT_TRUSTED;
	return may_sign(cert) ? CRL_SIGNER_GOOD : CRL_SIGNER_NOT_ALLOWED;
}

/* Results are in the order of what says most. true: go on. */
static bool
consider(struct search *search, const struct cert *cert)
{
	struct crl_signer signer = {.cert = cert};

	if (!crl_names_issuer(search->crl, cert))
		return true;
	signer.result = look_at(search, cert, &signer.issued_by);
	if (signer.result < search->best.result)
		search->best = signer;
	return search->best.result != CRL_SIGNER_GOOD;
}

static bool
consider_set(struct search *search, const struct cert_set *set)
{
	for (size_t i = 0; set != NULL && i < cert_set_len(set); i++) {
		if (!consider(search, cert_set_at(set, i)))
			return false;
	}
	return true;
}

static void
walk(struct search *search)
{
	const struct evidence *evidence = search->judgement->evidence;

	for (size_t i = search->from; i < search->path->len; i++) {
		if (!consider(search, search->path->certs[i].cert))
			return;
	}
	for (size_t i = 0; i < evidence->presented->len; i++) {
		if (!consider(search, evidence->presented->certs[i]))
			return;
	}
	for (size_t i = 0; i < evidence->store_count; i++) {
		if (!consider_set(search, evidence->stores[i]->anchors))
			return;
	}
	for (int from = 0; from < KNOWN_COUNT; from++) {
		if (!consider_set(search, evidence->known[from]))
			return;
	}
}

struct crl_signer
crl_signer_find(const struct judgement *judgement, const struct path *path,
    size_t from, const struct crl *crl)
{
	struct search search = {
	    .judgement = judgement,
	    .path = path,
	    .from = from,
	    .crl = crl,
	    .best = {.result = CRL_SIGNER_ABSENT},
	};

	walk(&search);
	return search.best;
}
