/* Why a path does not reach an anchor; see gap.h. */
#include "judge/gap.h"

#include <openssl/x509.h>

#include "judge/judgement.h"

/* What speaks for a certificate being the issuer that another one names. */
struct claim {
	const struct cert *issuer;
	enum signature_result result;
	bool has_named_key; /* its key is the one named */
};

static bool
names_key(const struct cert *cert, const struct cert *issuer)
{
	return cert->authority_key_id_len > 0 &&
	    cert->authority_key_id_len == issuer->subject_key_id_len &&
	    memcmp(cert->authority_key_id, issuer->subject_key_id,
		issuer->subject_key_id_len) == 0;
}

/* The better claim of the issuer's name: the key that is named counts most. */
static void
weigh(const struct judgement *judgement, const struct cert *cert,
    const struct cert *issuer, struct claim *best)
{
	struct claim claim = {
	    .issuer = issuer,
	    .result = signature_check(judgement->signatures, cert, issuer),
	    .has_named_key = names_key(cert, issuer),
	};

	if (claim.result == SIGNATURE_GOOD)
		return; /* a circle: it stands in the path already */
	if (best->issuer == NULL ||
	    (claim.has_named_key && !best->has_named_key))
		*best = claim;
}

static struct claim
claim_of_presented(const struct judgement *judgement, const struct cert *cert)
{
	const struct chain *presented = judgement->evidence->presented;
	struct claim best = {.issuer = NULL};

	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *issuer = presented->certs[i];

		if (issuer->malformed == NULL &&
		    cert_names_issuer(cert, issuer))
			weigh(judgement, cert, issuer, &best);
	}
	return best;
}

static struct claim
claim_of_anchors(const struct judgement *judgement, const struct cert *cert)
{
	const struct evidence *evidence = judgement->evidence;
	struct claim best = {.issuer = NULL};

	for (size_t i = 0; i < evidence->store_count; i++) {
		const struct cert *issuer;
		size_t cursor = 0;

		while (
		    (issuer = cert_set_next_issuer(
			 evidence->stores[i]->anchors, cert, &cursor)) != NULL)
			weigh(judgement, cert, issuer, &best);
	}
	return best;
}

/* Both have an organisation, and it is the same. */
static bool
same_organization(const X509_NAME *a, const X509_NAME *b)
{
	int at_a = X509_NAME_get_index_by_NID(
	    (X509_NAME *)a, NID_organizationName, -1);
	int at_b = X509_NAME_get_index_by_NID(
	    (X509_NAME *)b, NID_organizationName, -1);
	const ASN1_STRING *text_a, *text_b;

	if (at_a < 0 || at_b < 0)
		return false;
	text_a = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(a, at_a));
	text_b = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(b, at_b));
	return ASN1_STRING_length(text_a) > 0 &&
	    ASN1_STRING_length(text_a) == ASN1_STRING_length(text_b) &&
	    memcmp(ASN1_STRING_get0_data(text_a), ASN1_STRING_get0_data(text_b),
		(size_t)ASN1_STRING_length(text_a)) == 0;
}

/* Was it sent in place of the issuer of cert: of the same family, and it cannot
 * be a link higher up. */
static bool
is_sent_in_place(const struct judgement *judgement, const struct cert *sent,
    const struct gap *gap)
{
	X509 *x509 = sent->x509;

	if (sent->malformed != NULL || !sent->is_ca || sent->is_self_issued ||
	    path_has_below_anchor(judgement->best, sent) ||
	    path_is_anchor(judgement->evidence, sent))
		return false;
	if (gap->missing != NULL)
		return X509_NAME_cmp(X509_get_issuer_name(x509),
			   X509_get_issuer_name(gap->missing->x509)) == 0 ||
		    same_organization(X509_get_subject_name(x509),
			X509_get_subject_name(gap->missing->x509));
	/* the missing one may be another CA below this one */
	if (gap->below->is_ca || sent->path_len != 0)
		return false;
	return same_organization(X509_get_subject_name(x509),
	    X509_get_issuer_name(gap->below->x509));
}

static void
look_for_wrong_one(const struct judgement *judgement, struct gap *gap)
{
	const struct chain *presented = judgement->evidence->presented;
	struct claim claim = claim_of_presented(judgement, gap->below);

	if (claim.issuer != NULL &&
	    !path_has_below_anchor(judgement->best, claim.issuer)) {
		gap->kind = GAP_WRONG_SENT;
		gap->sent = claim.issuer;
		return;
	}
	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *sent = presented->certs[i];

		if (!is_sent_in_place(judgement, sent, gap))
			continue;
		gap->kind = GAP_WRONG_SENT;
		gap->sent = sent;
		return;
	}
}

/* The missing CA's own root, in no store, which was taken for it. */
static const struct cert *
find_root_sent(const struct judgement *judgement, const struct cert *missing)
{
	const struct chain *presented = judgement->evidence->presented;

	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *sent = presented->certs[i];

		if (sent->malformed == NULL && sent->is_self_issued &&
		    path_same_ca(sent, missing))
			return sent;
	}
	return NULL;
}

/* The first known certificate of the path that is not merely its root. */
static bool
find_not_sent(const struct judgement *judgement, struct gap *gap)
{
	const struct path *path = judgement->best;

	for (size_t i = 1; i < path->len; i++) {
		if (!report_origin_is_known(path->certs[i].origin) ||
		    path_is_root(path, i))
			continue;
		gap->kind = GAP_NOT_SENT;
		gap->below = path->certs[i - 1].cert;
		gap->missing = path->certs[i].cert;
		gap->root = find_root_sent(judgement, gap->missing);
		return true;
	}
	return false;
}

static void
set_bad_signature(struct gap *gap, const struct claim *claim)
{
	gap->kind = claim->result == SIGNATURE_TOO_COSTLY ? GAP_TOO_COSTLY
							  : GAP_BAD_SIGNATURE;
	gap->is_unsupported = claim->result == SIGNATURE_UNSUPPORTED;
	gap->sent = claim->issuer;
}

/* Its own name as the issuer's, and no key named but its own. */
static bool
claims_itself(const struct cert *cert)
{
	return cert->is_self_issued &&
	    (cert->authority_key_id_len == 0 || names_key(cert, cert));
}

static void
explain_end(const struct judgement *judgement, struct gap *gap)
{
	const struct cert *below = gap->below;
	struct claim presented = claim_of_presented(judgement, below);
	struct claim anchor = claim_of_anchors(judgement, below);

	gap->kind = GAP_UNKNOWN;
	if (claims_itself(below)) {
		gap->kind = GAP_BAD_SIGNATURE;
		gap->sent = below;
	} else if (presented.issuer != NULL &&
	    (presented.has_named_key || presented.result != SIGNATURE_BAD)) {
		set_bad_signature(gap, &presented);
	} else if (anchor.issuer != NULL &&
	    (anchor.has_named_key || anchor.result != SIGNATURE_BAD)) {
		set_bad_signature(gap, &anchor);
	} else {
		gap->has_other_key = anchor.issuer != NULL;
		look_for_wrong_one(judgement, gap);
	}
}

struct gap
gap_find(const struct judgement *judgement)
{
	const struct path *path = judgement->best;
	struct gap gap = {
	    .kind = GAP_NONE,
	    .below = path->certs[path->len - 1].cert,
	};

	if (path_is_presented(path))
		return gap;
	if (find_not_sent(judgement, &gap)) {
		look_for_wrong_one(judgement, &gap);
		return gap;
	}
	switch (path->end) {
	case PATH_ANCHORED:
	case PATH_SELF_SIGNED: gap.kind = GAP_END; break;
	case PATH_LOOP: gap.kind = GAP_LOOP; break;
	case PATH_TOO_DEEP: gap.kind = GAP_TOO_DEEP; break;
	case PATH_NO_ISSUER:
	case PATH_NOT_SIGNED: explain_end(judgement, &gap); break;
	}
	return gap;
}
