/* What came is what was asked for, or not; see revocation_proof.h. */
#include "fetch/revocation_proof.h"

#include <string.h>

#include "base/mem.h"
#include "pki/crl_proof.h"
#include "pki/ocsp_answer.h"

/* Of signature_cache_new. A list is proven on a thread; a response on the loop,
 * beside the one that is kept: 2 ms for each. */
#define LIST_BUDGET 2000
#define RESPONSE_BUDGET 32

static void
clear_signers(struct revocation_asker *asker)
{
	ARRAY_EACH (signer, &asker->signers)
		free(signer->der);
	ARRAY_CLEAR(&asker->signers);
}

static void
clear_asker(struct revocation_asker *asker)
{
	free(asker->cert);
	free(asker->issuer);
	clear_signers(asker);
}

/* Who makes room: the first who is not trusted, or for one who is the first;
 * the number of them where nobody does. */
static size_t
who_goes(const struct revocation_askers *askers, bool is_trusted)
{
	size_t i = 0;

	while (i < askers->items.len && askers->items.items[i].is_trusted)
		i++;
	return i == askers->items.len && is_trusted ? 0 : i;
}

static bool
make_room(struct revocation_askers *askers, bool is_trusted)
{
	size_t i = who_goes(askers, is_trusted);

	if (askers->items.len < REVOCATION_MAX_ASKERS)
		return true;
	if (i == askers->items.len)
		return false;
	clear_asker(&askers->items.items[i]);
	memmove(&askers->items.items[i], &askers->items.items[i + 1],
	    (--askers->items.len - i) * sizeof *askers->items.items);
	return true;
}

static bool
has_signer(const struct revocation_asker *asker, const uint8_t *der, size_t len)
{
	ARRAY_EACH (there, &asker->signers) {
		if (there->len == len && memcmp(there->der, der, len) == 0)
			return true;
	}
	return false;
}

/* The newest are known best: when there are enough the oldest goes. */
static bool
add_signer(struct revocation_asker *asker, const uint8_t *der, size_t len)
{
	if (has_signer(asker, der, len))
		return false;
	if (asker->signers.len == WANT_MAX_SIGNERS) {
		free(asker->signers.items[0].der);
		ARRAY_REMOVE(&asker->signers, 0);
	}
	*ARRAY_ADD(&asker->signers) =
	    (struct revocation_signer){.der = mem_dup(der, len), .len = len};
	return true;
}

/* Those of a path that nobody trusts are vouched for by nobody either: they
 * are not mixed with others. */
static bool
add_signers(struct revocation_asker *asker, const struct want *want)
{
	bool is_news = want->is_trusted && !asker->is_trusted;

	if (asker->is_trusted && !want->is_trusted)
		return false;
	if (is_news) {
		clear_signers(asker);
		asker->wants_complete = false;
	}
	is_news |= want->kind == WANT_CRL && !asker->wants_complete;
	asker->wants_complete |= want->kind == WANT_CRL;
	asker->is_trusted = want->is_trusted;
	ARRAY_EACH (signer, &want->signers)
		is_news |=
		    add_signer(asker, (*signer)->der, (*signer)->der_len);
	return is_news && want->is_trusted;
}

static struct revocation_asker *
find_asker(const struct revocation_askers *askers, const struct want *want)
{
	const struct cert *issuer = want->issuer;

	ARRAY_EACH (there, &askers->items) {
		if (there->is_ca == want->cert->is_ca &&
		    there->issuer_len == issuer->der_len &&
		    memcmp(there->issuer, issuer->der, issuer->der_len) == 0)
			return there;
	}
	return NULL;
}

bool
revocation_askers_add(struct revocation_askers *askers, const struct want *want)
{
	const struct cert *cert = want->cert, *issuer = want->issuer;
	struct revocation_asker *asker = find_asker(askers, want);

	if (asker != NULL)
		return add_signers(asker, want);
	if (!make_room(askers, want->is_trusted))
		return false;
	asker = ARRAY_ADD(&askers->items);
	*asker = (struct revocation_asker){
	    .cert = mem_dup(cert->der, cert->der_len),
	    .cert_len = cert->der_len,
	    .issuer = mem_dup(issuer->der, issuer->der_len),
	    .issuer_len = issuer->der_len,
	    .is_ca = cert->is_ca,
	};
	(void)add_signers(asker, want);
	return want->is_trusted;
}

bool
revocation_askers_know(
    const struct revocation_askers *askers, const struct want *want)
{
	const struct revocation_asker *asker = find_asker(askers, want);

	if (asker == NULL || !asker->is_trusted ||
	    (want->kind == WANT_CRL && !asker->wants_complete))
		return false;
	ARRAY_EACH (signer, &want->signers) {
		if (!has_signer(asker, (*signer)->der, (*signer)->der_len))
			return false;
	}
	return true;
}

bool
revocation_askers_has_trusted(const struct revocation_askers *askers)
{
	ARRAY_EACH (asker, &askers->items) {
		if (asker->is_trusted)
			return true;
	}
	return false;
}

void
revocation_askers_copy(
    struct revocation_askers *to, const struct revocation_askers *from)
{
	ARRAY_EACH (asker, &from->items) {
		struct revocation_asker copy = *asker;

		copy.cert = mem_dup(asker->cert, asker->cert_len);
		copy.issuer = mem_dup(asker->issuer, asker->issuer_len);
		memset(&copy.signers, 0, sizeof copy.signers);
		ARRAY_EACH (signer, &asker->signers)
			(void)add_signer(&copy, signer->der, signer->len);
		*ARRAY_ADD(&to->items) = copy;
	}
}

void
revocation_askers_clear(struct revocation_askers *askers)
{
	ARRAY_EACH (asker, &askers->items)
		clear_asker(asker);
	ARRAY_CLEAR(&askers->items);
}

/* Nobody vouches for one whose certificate has ended. */
static const char *
find_signer_fault(const struct crl *crl, const struct cert *cert,
    const struct cert *signer, struct signature_cache *signatures, int64_t now)
{
	if (now != REVOCATION_PROOF_ANY_TIME &&
	    (now < signer->not_before || now > signer->not_after))
		return "the certificate of its signer does not count now";
	return crl_proof_fault(crl, cert, signer, signatures, now);
}

/* Told is what is wrong with the issuer's; else with the one that is named. */
static const char *
find_fault(const struct crl *crl, const struct revocation_asker *asker,
    struct signature_cache *signatures, int64_t now)
{
	CLEANUP(cert_unref)
	struct cert *cert = cert_new(asker->cert, asker->cert_len);
	CLEANUP(cert_unref)
	struct cert *issuer = cert_new(asker->issuer, asker->issuer_len);
	const char *fault = crl_proof_fault(crl, cert, issuer, signatures, now);
	bool is_issuers = crl_names_issuer(crl, issuer);

	for (size_t i = 0; fault != NULL && i < asker->signers.len; i++) {
		const struct revocation_signer *from = &asker->signers.items[i];
		CLEANUP(cert_unref)
		struct cert *signer = cert_new(from->der, from->len);
		const char *other;

		if (!crl_names_issuer(crl, signer))
			continue;
		other = find_signer_fault(crl, cert, signer, signatures, now);
		if (other == NULL || !is_issuers)
			fault = other;
	}
	return fault;
}

/* At one URL there are either complete lists or delta lists. One who is not
 * trusted does not say which to one who is. */
static bool
is_complete_wanted(const struct revocation_askers *askers, bool is_trusted)
{
	ARRAY_EACH (asker, &askers->items) {
		if (asker->wants_complete && (asker->is_trusted || !is_trusted))
			return true;
	}
	return false;
}

enum revocation_proof
revocation_proof_of(const struct crl *crl,
    const struct revocation_askers *askers, int64_t now, const char **ret_fault)
{
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures = signature_cache_new(LIST_BUDGET);
	enum revocation_proof proof = REVOCATION_UNPROVEN;

	*ret_fault = "nobody is known who could have signed it";
	ARRAY_EACH (asker, &askers->items) {
		const char *fault = find_fault(crl, asker, signatures, now);

		if (fault == NULL && crl->base != NULL &&
		    is_complete_wanted(askers, asker->is_trusted))
			fault = "it lists changes only";
		if (fault == NULL && asker->is_trusted)
			return REVOCATION_PROVEN;
		if (fault == NULL)
			proof = REVOCATION_PROVEN_OF_STRANGER;
		else
			*ret_fault = fault;
	}
	return proof;
}

/* ---- responses ----------------------------------------------------------- */

struct response {
	struct ocsp *ocsp;	   /* NULL: cannot be read */
	struct ocsp_answer answer; /* lends from it */
};

static void
read_response(struct response *response, const struct cert *cert,
    const struct cert *issuer, const uint8_t *der, size_t len, int64_t now)
{
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures =
	    signature_cache_new(RESPONSE_BUDGET);
	struct error err = ERROR_INIT;

	response->ocsp = len == 0 ? NULL : ocsp_new(der, len, &err);
	if (response->ocsp != NULL)
		response->answer = ocsp_answer_of(
		    response->ocsp, cert, issuer, signatures, now);
}

/* What was proven stays so when the clock is set back. */
static int64_t
time_of(const struct revocation_answer *kept, int64_t now)
{
	CLEANUP(ocsp_free) struct ocsp *ocsp = NULL;
	struct error err = ERROR_INIT;

	if (!kept->is_unproven && kept->der_len > 0)
		ocsp = ocsp_new(kept->der, kept->der_len, &err);
	return ocsp != NULL && ocsp->produced_at > now ? ocsp->produced_at
						       : now;
}

/* By its signer: what it says, and whether it has ended, are other matters. */
static bool
is_proven(const struct response *response)
{
	return response->ocsp != NULL && response->answer.single != NULL;
}

static bool
has_ended(const struct response *response)
{
	return response->answer.verdict == OCSP_VERDICT_EXPIRED;
}

static bool
is_older(const struct response *response, const struct response *than)
{
	int64_t this_update = response->answer.single->this_update;
	int64_t other = than->answer.single->this_update;

	if (this_update != other)
		return this_update < other;
	return response->ocsp->produced_at < than->ocsp->produced_at;
}

static enum revocation_place
place(const struct response *came, const struct response *kept,
    const char **ret_words)
{
	bool is_kept = is_proven(kept);

	if (!is_proven(came)) {
		*ret_words =
		    came->ocsp == NULL ? "it cannot be read" : came->answer.why;
		if (!is_kept)
			return REVOCATION_TAKE_FOR_NOW;
		return came->ocsp != NULL &&
			came->answer.verdict == OCSP_VERDICT_ERROR
		    ? REVOCATION_NO_ANSWER
		    : REVOCATION_LEAVE;
	}
	*ret_words = NULL;
	if (is_kept && is_older(came, kept))
		*ret_words = "it is older than the one of before";
	else if (is_kept && has_ended(came) && !has_ended(kept))
		*ret_words = "it has ended";
	return *ret_words == NULL ? REVOCATION_TAKE : REVOCATION_LEAVE;
}

enum revocation_place
revocation_proof_place(const struct revocation_askers *askers, int64_t now,
    const uint8_t *der, size_t len, const struct revocation_answer *kept,
    const char **ret_words)
{
	struct response of_came = {.ocsp = NULL}, of_kept = {.ocsp = NULL};
	enum revocation_place result;

	if (askers->items.len > 0) {
		const struct revocation_asker *asker = &askers->items.items[0];
		CLEANUP(cert_unref)
		struct cert *cert = cert_new(asker->cert, asker->cert_len);
		CLEANUP(cert_unref)
		struct cert *issuer =
		    cert_new(asker->issuer, asker->issuer_len);

		read_response(&of_came, cert, issuer, der, len, now);
		read_response(&of_kept, cert, issuer, kept->der, kept->der_len,
		    time_of(kept, now));
	}
	result = place(&of_came, &of_kept, ret_words);
	ocsp_free(of_came.ocsp);
	ocsp_free(of_kept.ocsp);
	return result;
}
