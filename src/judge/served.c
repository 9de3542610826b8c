/* What was served, position by position; see served.h. */
#include "judge/served.h"

#include <openssl/x509v3.h>
#include <string.h>

#include "base/mem.h"
#include "judge/twin.h"

/* Does it, by its name, issue another certificate that was sent? */
static bool
issues_another(const struct chain *presented, const struct cert *cert)
{
	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *other = presented->certs[i];

		if (other->malformed == NULL && !cert_equal(other, cert) &&
		    cert_names_issuer(other, cert))
			return true;
	}
	return false;
}

static bool
is_like_a_leaf(const struct chain *presented, const struct cert *cert)
{
	return cert->malformed == NULL && !cert->is_ca &&
	    !issues_another(presented, cert);
}

/* Its key may sign certificates and do nothing else, no handshake either. */
static bool
may_only_certify(const struct cert *cert)
{
	return cert->has_key_usage && (cert->key_usage & KU_KEY_CERT_SIGN) &&
	    !(cert->key_usage &
		(KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT |
		    KU_KEY_AGREEMENT));
}

/* A CA by its whole make: issued by another, or a root that is good for nothing
 * else, without a name that a client could ask for, not even in its common
 * name. So it is when chain.pem was taken for fullchain.pem. */
static bool
is_like_a_ca(const struct cert *cert)
{
	if (!cert->is_ca || cert->has_san ||
	    (cert->is_self_issued && !may_only_certify(cert)))
		return false;
	return cert->common_name == NULL ||
	    strchr(cert->common_name, '.') == NULL ||
	    strchr(cert->common_name, ' ') != NULL;
}

/* The one that answers to the name, else the first like a server's. */
static int
find_other_leaf(const struct evidence *evidence)
{
	const struct chain *presented = evidence->presented;
	int first = -1;

	for (size_t i = 1; i < presented->len; i++) {
		const struct cert *cert = presented->certs[i];

		if (!is_like_a_leaf(presented, cert))
			continue;
		if (first < 0)
			first = (int)i;
		if (evidence->name != NULL &&
		    hostname_matches_cert(evidence->name, cert))
			return (int)i;
	}
	return first;
}

void
served_find_leaf(const struct evidence *evidence, struct served *ret_served)
{
	const struct chain *presented = evidence->presented;
	const struct cert *first;
	int other;

	*ret_served = (struct served){.leaf = -1, .fitting = -1};
	if (presented->len == 0)
		return;
	ret_served->is_needed = mem_new(presented->len, sizeof(bool));
	first = presented->certs[0];
	if (first->malformed != NULL)
		return;
	ret_served->leaf = 0;
	if (is_like_a_leaf(presented, first) ||
	    (evidence->name != NULL &&
		hostname_matches_cert(evidence->name, first)))
		return;
	other = find_other_leaf(evidence);
	if (other < 0) {
		ret_served->is_absent = is_like_a_ca(first);
		return;
	}
	ret_served->leaf = other;
	ret_served->is_misplaced = true;
}

void
served_find_fitting(struct judgement *judgement)
{
	const struct evidence *evidence = judgement->evidence;
	const struct chain *presented = evidence->presented;

	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *cert = presented->certs[i];

		if ((int)i == judgement->served.leaf ||
		    !is_like_a_leaf(presented, cert) ||
		    !hostname_matches_cert(evidence->name, cert))
			continue;
		judgement->served.fitting = (int)i;
		return;
	}
}

void
served_clear(struct served *served)
{
	free(served->is_needed);
}

bool
served_is_double(const struct chain *presented, size_t i)
{
	return chain_find(presented, presented->certs[i]->sha256) < (int)i;
}

bool
served_is_root(const struct judgement *judgement, const struct cert *cert)
{
	const struct evidence *evidence = judgement->evidence;

	if (cert->malformed != NULL || !cert->is_self_issued ||
	    !signature_is_self_signed(judgement->signatures, cert))
		return false;
	for (size_t i = 0; i < evidence->store_count; i++) {
		const struct cert_set *anchors = evidence->stores[i]->anchors;
		size_t cursor = 0;

		if (trust_store_has(evidence->stores[i], cert->sha256) ||
		    cert_set_next_twin(anchors, cert, &cursor) != NULL)
			return true;
	}
	return false;
}

static void
need_all_of(struct judgement *judgement, const struct path *path)
{
	size_t len = path->len;

	if (path->end == PATH_SELF_SIGNED && path != judgement->best)
		len--;
	for (size_t i = 0; i < len; i++) {
		if (path->certs[i].index >= 0)
			judgement->served.is_needed[path->certs[i].index] =
			    true;
	}
}

/* Faults that speak against no other path: those of a certificate that has them
 * on the best one as well; many clients do not look at the dates of what they
 * trust; and what begins later will be needed then. */
static bool
is_overlooked(const struct judgement *judgement, const struct fault *fault)
{
	return path_find_fault(judgement->best, fault->code, fault->cert) !=
	    NULL ||
	    fault->code == FINDING_ROOT_EXPIRED ||
	    fault->code == FINDING_INTERMEDIATE_NOT_YET_VALID;
}

/* Beside what is valid: a client whose store we do not have may follow a
 * cross-sign that leads to another root, all its certificates in force. The
 * root itself, where it was sent, serves nobody. */
bool
served_is_followed(const struct judgement *judgement, const struct path *path)
{
	/* known issuers take part where without them nothing works */
	if ((path->known_count > 0 && judgement->best->known_count == 0) ||
	    (path->end != PATH_NO_ISSUER && path->end != PATH_ANCHORED &&
		path->end != PATH_SELF_SIGNED))
		return false;
	ARRAY_EACH (fault, &path->faults) {
		if (!is_overlooked(judgement, fault))
			return false;
	}
	return true;
}

/* Below the first certificate that is at fault: a client may hold that one's CA
 * as a root. */
static void
need_below_fault(struct judgement *judgement, const struct path *path)
{
	if (path->known_count > 0)
		return;
	for (size_t i = 0; i < path->len; i++) {
		ARRAY_EACH (fault, &path->faults) {
			if (fault->cert == path->certs[i].cert &&
			    !is_overlooked(judgement, fault))
				return;
		}
		if (path->certs[i].index >= 0)
			judgement->served.is_needed[path->certs[i].index] =
			    true;
	}
}

/* Where a signature is bad, its issuer and what stands above it, by name, are
 * not for nothing. */
static void
need_issuers_of(struct judgement *judgement, const struct cert *cert)
{
	const struct chain *presented = judgement->evidence->presented;

	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *issuer = presented->certs[i];

		if (issuer->malformed != NULL ||
		    judgement->served.is_needed[i] ||
		    !cert_names_issuer(cert, issuer))
			continue;
		judgement->served.is_needed[i] = true;
		need_issuers_of(judgement, issuer);
	}
}

/* Where an issuer is unknown to all, any CA sent may be a link above it. */
static void
need_possible_links(struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;

	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *cert = presented->certs[i];

		if (cert->malformed == NULL && cert->is_ca &&
		    !cert->is_self_issued && judgement->now <= cert->not_after)
			judgement->served.is_needed[i] = true;
	}
}

/* Does another that is sent, and without a fault, do all that it does? */
static bool
is_outdone(const struct judgement *judgement, const struct cert *cert)
{
	const struct cert *newer = twin_successor(judgement, cert);

	return newer != NULL &&
	    chain_find(judgement->evidence->presented, newer->sha256) >= 0;
}

void
served_find_needed(struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;
	struct served *served = &judgement->served;

	if (judgement->best == NULL)
		return;
	need_all_of(judgement, judgement->best);
	if (judgement->gap.kind == GAP_BAD_SIGNATURE)
		need_issuers_of(judgement, judgement->gap.below);
	if (judgement->gap.kind == GAP_UNKNOWN)
		need_possible_links(judgement);
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (served_is_followed(judgement, path))
			need_all_of(judgement, path);
		else if (path->end == PATH_NO_ISSUER ||
		    path->end == PATH_ANCHORED)
			need_below_fault(judgement, path);
	}
	for (size_t i = 0; i < presented->len; i++) {
		if (!served->is_needed[i] || (int)i == served->leaf)
			continue;
		served->is_needed[i] =
		    !served_is_root(judgement, presented->certs[i]) &&
		    !is_outdone(judgement, presented->certs[i]);
	}
}
