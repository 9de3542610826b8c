/* Signers that are at hand; see crl_offer.h. */
#include "judge/crl_offer.h"

#include "judge/crl_signer.h"
#include "judge/crl_status.h"
#include "pki/crl_scope.h"

struct offer {
	const struct judgement *judgement;
	const struct path *path;
	size_t i;
	const struct cert *cert;
	struct crl_points points;
	struct want *want;
};

static bool
is_offered(const struct offer *offer, const struct cert *cert)
{
	ARRAY_EACH (there, &offer->want->signers) {
		if (cert_equal(*there, cert))
			return true;
	}
	return cert_equal(offer->want->issuer, cert);
}

static bool
is_revoked(const struct offer *offer, const struct cert *cert, size_t by)
{
	const struct sources *sources = &offer->judgement->sources;

	for (size_t i = 0; by > 0 && i < 2; i++) {
		if (crl_status_of(offer->judgement, &sources->pools[i],
			offer->path, by, cert)
			.kind == CRL_STATUS_REVOKED)
			return true;
	}
	return false;
}

static void
offer_one(struct offer *offer, struct cert *cert)
{
	size_t issued_by;

	if (crl_points_allow(&offer->points, offer->cert, cert) &&
	    !is_offered(offer, cert) &&
	    crl_signer_may(offer->judgement, offer->path, offer->i + 1, cert,
		&issued_by) &&
	    !is_revoked(offer, cert, issued_by))
		want_add_signer(offer->want, cert);
}

/* All of a set are looked at only where any name may do. */
static void
offer_set(struct offer *offer, const struct cert_set *set)
{
	bool is_any = crl_points_name_others(&offer->points);
	struct cert *cert;
	size_t cursor = 0;

	for (size_t i = 0; is_any && set != NULL && i < cert_set_len(set); i++)
		offer_one(offer, cert_set_at(set, i));
	while (!is_any && set != NULL &&
	    (cert = cert_set_next_issuer(set, offer->cert, &cursor)) != NULL)
		offer_one(offer, cert);
}

void
crl_offer(const struct judgement *judgement, const struct path *path, size_t i,
    struct want *want)
{
	const struct evidence *evidence = judgement->evidence;
	struct offer offer = {
	    .judgement = judgement,
	    .path = path,
	    .i = i,
	    .cert = path->certs[i].cert,
	    .want = want,
	};

	crl_points_read(offer.cert, &offer.points);
	for (size_t k = i + 1; k < path->len; k++)
		offer_one(&offer, (struct cert *)path->certs[k].cert);
	for (size_t k = 0; k < evidence->presented->len; k++)
		offer_one(&offer, evidence->presented->certs[k]);
	for (size_t k = 0; k < evidence->store_count; k++)
		offer_set(&offer, evidence->stores[k]->anchors);
	for (int from = 0; from < KNOWN_COUNT; from++)
		offer_set(&offer, evidence->known[from]);
	crl_points_clear(&offer.points);
}
