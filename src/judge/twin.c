/* Certificates of one CA beside each other; see twin.h. */
#include "judge/twin.h"

#include <openssl/x509.h>

#include "judge/served.h"

static bool
same_subject(const struct cert *a, const struct cert *b)
{
	return a->subject_hash == b->subject_hash &&
	    X509_NAME_cmp(X509_get_subject_name(a->x509),
		X509_get_subject_name(b->x509)) == 0;
}

static bool
same_issuer(const struct cert *a, const struct cert *b)
{
	return a->issuer_hash == b->issuer_hash &&
	    X509_NAME_cmp(X509_get_issuer_name(a->x509),
		X509_get_issuer_name(b->x509)) == 0;
}

static bool
is_older(const struct cert *a, const struct cert *b)
{
	return a->not_after < b->not_after ||
	    (a->not_after == b->not_after && a->not_before < b->not_before);
}

static bool
has_fault_above_leaf(const struct path *path)
{
	ARRAY_EACH (fault, &path->faults) {
		if (fault->cert != path->certs[0].cert)
			return true;
	}
	return false;
}

/* Does certificate i of the path stand for cert: whoever is led by cert to its
 * issuer is led there by it. */
static bool
stands_for(const struct judgement *judgement, const struct path *path, size_t i,
    const struct cert *cert)
{
	const struct cert *newer = path->certs[i].cert;

	if (cert_equal(newer, cert) || !same_subject(newer, cert) ||
	    !same_issuer(newer, cert) || !is_older(cert, newer))
		return false;
	/* the one above signed both, or else it may be a root made anew */
	return i + 1 == path->len ||
	    signature_check(judgement->signatures, cert,
		path->certs[i + 1].cert) == SIGNATURE_GOOD;
}

const struct cert *
twin_successor(const struct judgement *judgement, const struct cert *cert)
{
	ARRAY_EACH (path, &judgement->paths.paths) {
		if ((path != judgement->best &&
			!served_is_followed(judgement, path)) ||
		    has_fault_above_leaf(path))
			continue;
		for (size_t i = 1; i < path->len; i++) {
			if (stands_for(judgement, path, i, cert))
				return path->certs[i].cert;
		}
	}
	return NULL;
}

/* Do clients hold the CA itself? */
static const struct cert *
twin_among_anchors(const struct evidence *evidence, const struct cert *cert)
{
	for (size_t i = 0; i < evidence->store_count; i++) {
		const struct cert *anchor;
		size_t cursor = 0;

		while (
		    (anchor = cert_set_next_twin(evidence->stores[i]->anchors,
			 cert, &cursor)) != NULL) {
			if (!same_issuer(anchor, cert))
				return anchor;
		}
	}
	return NULL;
}

const struct cert *
twin_by_another(const struct judgement *judgement, const struct cert *cert)
{
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (path != judgement->best &&
		    !served_is_followed(judgement, path))
			continue;
		for (size_t i = 1; i < path->len; i++) {
			const struct cert *other = path->certs[i].cert;

			if (!cert_equal(other, cert) &&
			    path_same_ca(other, cert) &&
			    !same_issuer(other, cert))
				return other;
		}
	}
	return twin_among_anchors(judgement->evidence, cert);
}
