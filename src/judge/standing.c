/* How a certificate stands; see standing.h. */
#include "judge/standing.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"

struct look {
	const struct judgement *judgement;
	const struct path *path;
	const struct cert *cert, *issuer;
	size_t i;
	struct standing *to;
};

static void PRINTF_LIKE(3, 4) fail(const struct look *look,
    enum revocation_source source, const char *fmt, ...)
{
	struct standing *to = look->to;
	va_list ap;

	if (source != REVOCATION_STAPLE && !to->has_asked_failed)
		to->has_failed = false; /* rather than the staple's fault */
	if (source != REVOCATION_STAPLE)
		to->has_asked_failed = true;
	if (to->has_failed)
		return; /* the first one is told */
	to->has_failed = true;
	va_start(ap, fmt);
	vsnprintf(to->why, sizeof to->why, fmt, ap);
	va_end(ap);
}

static void
add_proof(const struct look *look, const struct proof *proof)
{
	if (look->to->proof_count < STANDING_MAX_PROOFS)
		look->to->proofs[look->to->proof_count++] = *proof;
}

/* ---- lists --------------------------------------------------------------- */

static void
add_list_proof(const struct look *look, const struct crl_status *status,
    enum revocation_source source)
{
	const struct crl *crl = status->crl;
	/* what a delta list does not speak of has not changed until then */
	const struct crl *newest = status->delta != NULL ? status->delta : crl;
	bool is_revoked = status->kind == CRL_STATUS_REVOKED;
	const struct proof proof = {
	    .status = is_revoked ? REVOCATION_REVOKED : REVOCATION_GOOD,
	    .source = source,
	    .this_update = newest->this_update,
	    .next_update = newest->next_update,
	    .revoked_at = is_revoked ? status->entry->date : 0,
	    .reason = is_revoked && status->entry->reason != CRL_REASON_NONE
		? status->entry->reason
		: REVOCATION_NO_REASON,
	    .label = crl->label,
	    .url = sources_url_of(look->judgement->evidence, crl),
	    .crl = crl,
	    .has_delta = status->delta != NULL && status->delta != crl,
	};

	add_proof(look, &proof);
}

static void
look_at_pool(const struct look *look, int pool)
{
	struct crl_status *status = &look->to->lists[pool];
	char when[TIMESTAMP_TEXT_MAX];

	status->kind = CRL_STATUS_UNKNOWN;
	if (look->judgement->sources.pools[pool].count == 0)
		return;
	*status = crl_status_of(look->judgement,
	    &look->judgement->sources.pools[pool], look->path, look->i + 1,
	    look->cert);
	switch (status->kind) {
	case CRL_STATUS_UNKNOWN: break;
	case CRL_STATUS_GOOD:
	case CRL_STATUS_REVOKED:
		add_list_proof(look, status,
		    pool == SOURCES_GIVEN ? REVOCATION_GIVEN_CRL
					  : REVOCATION_CRL);
		break;
	case CRL_STATUS_STALE:
		fail(look, REVOCATION_CRL,
		    "the revocation list of \"%s\" ended on %s",
		    status->crl->label,
		    timestamp_words(status->crl->next_update, when));
		break;
	case CRL_STATUS_UNUSABLE:
		fail(look, REVOCATION_CRL,
		    "the revocation list of \"%s\" cannot be used: %s",
		    status->crl->label, status->why);
		break;
	}
}

static bool
has_url(const char *const *urls, size_t count, const char *url)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(urls[i], url) == 0)
			return true;
	}
	return false;
}

/* ---- responses ----------------------------------------------------------- */

static const char *
response_words(enum revocation_source source)
{
	return source == REVOCATION_STAPLE
	    ? "the OCSP response that the server staples"
	    : source == REVOCATION_OCSP ? "the OCSP responder's answer"
					: "the OCSP response given";
}

static void
add_response_proof(const struct look *look, const struct response *response,
    const struct ocsp_answer *answer, enum revocation_status status)
{
	const struct ocsp_single *single = answer->single;
	const struct proof proof = {
	    .status = status,
	    .source = response->source,
	    .this_update = single->this_update,
	    .next_update = single->next_update,
	    .revoked_at = single->revoked_at,
	    .reason = single->reason,
	    .url = response->url,
	};

	add_proof(look, &proof);
}

/* One to whom the issuer gave a certificate, and took it back. */
static bool
is_signer_revoked(const struct look *look, const struct ocsp_answer *answer)
{
	for (size_t i = 0; i < 2; i++) {
		const struct crl_pool *pool =
		    &look->judgement->sources.pools[i];

		if (answer->is_delegated && pool->count > 0 &&
		    crl_status_of(look->judgement, pool, look->path,
			look->i + 1, answer->signer)
			    .kind == CRL_STATUS_REVOKED)
			return true;
	}
	return false;
}

static void
look_at_response(const struct look *look, const struct response *response)
{
	const char *words = response_words(response->source);
	struct ocsp_answer answer;
	char when[TIMESTAMP_TEXT_MAX];

	if (response->ocsp == NULL) {
		fail(look, response->source, "%s cannot be read: %s", words,
		    response->error);
		return;
	}
	answer = ocsp_answer_of(response->ocsp, look->cert, look->issuer,
	    look->judgement->signatures, look->judgement->now);
	if (is_signer_revoked(look, &answer)) {
		fail(look, response->source,
		    "%s cannot be used: the certificate of its signer is "
		    "revoked itself",
		    words);
		return;
	}
	switch (answer.verdict) {
	case OCSP_VERDICT_GOOD:
		add_response_proof(look, response, &answer, REVOCATION_GOOD);
		break;
	case OCSP_VERDICT_REVOKED:
		add_response_proof(look, response, &answer, REVOCATION_REVOKED);
		break;
	case OCSP_VERDICT_UNKNOWN:
		add_response_proof(look, response, &answer, REVOCATION_UNKNOWN);
		break;
	case OCSP_VERDICT_EXPIRED:
		fail(look, response->source, "%s ended on %s", words,
		    timestamp_words(answer.ends_at, when));
		break;
	case OCSP_VERDICT_FOREIGN:
		/* of several given, one is for each certificate */
		if (response->source == REVOCATION_GIVEN_OCSP)
			break;
		fail(look, response->source, "%s cannot be used: %s", words,
		    answer.why);
		break;
	case OCSP_VERDICT_ERROR:
		/* nobody can tell for whom it was */
		if (response->source == REVOCATION_GIVEN_OCSP && look->i > 0)
			break;
		fail(look, response->source, "%s is none: %s", words,
		    answer.why);
		break;
	case OCSP_VERDICT_INVALID:
		fail(look, response->source, "%s cannot be used: %s", words,
		    answer.why);
		break;
	}
}

static void
look_at_responses(const struct look *look)
{
	ARRAY_EACH (response, &look->judgement->sources.responses) {
		if (response->cert_sha256 == NULL ||
		    memcmp(response->cert_sha256, look->cert->sha256,
			CERT_SHA256_LEN) == 0)
			look_at_response(look, response);
	}
}

/* ---- what came to nothing ------------------------------------------------ */

static bool
is_for(const struct look *look, const struct revocation_answer *answer)
{
	const struct cert *cert = look->cert;

	if (answer->kind == REVOCATION_ANSWER_OCSP)
		return memcmp(answer->cert_sha256, cert->sha256,
			   CERT_SHA256_LEN) == 0;
	return has_url(cert->crl_urls, cert->crl_url_count, answer->url);
}

static void
look_at_failures(const struct look *look)
{
	const struct evidence *evidence = look->judgement->evidence;

	for (size_t i = 0; i < evidence->revocation_answer_count; i++) {
		const struct revocation_answer *answer =
		    &evidence->revocation_answers[i];

		if (!is_for(look, answer))
			continue;
		if (answer->outcome != REVOCATION_GOT)
			fail(look, REVOCATION_CRL, "%s at %s: %s",
			    answer->kind == REVOCATION_ANSWER_OCSP
				? "the OCSP responder"
				: "the revocation list",
			    answer->url,
			    answer->detail != NULL ? answer->detail
						   : "no answer");
		else if (answer->kind == REVOCATION_ANSWER_CRL &&
		    look->to->lists[SOURCES_FETCHED].kind ==
			CRL_STATUS_UNKNOWN &&
		    crl_knows(answer->crl, look->cert))
			fail(look, REVOCATION_CRL,
			    "%s gives a list of \"%s\", which does not speak "
			    "of it",
			    answer->url, answer->crl->label);
	}
}

/* ---- together ------------------------------------------------------------ */

/* Of that status, the one to speak of: a list before a response, then the
 * newest. */
static int
best_of(const struct standing *standing, enum revocation_status status)
{
	int best = STANDING_NONE;

	for (int i = 0; i < (int)standing->proof_count; i++) {
		const struct proof *proof = &standing->proofs[i];
		const struct proof *there =
		    best < 0 ? NULL : &standing->proofs[best];

		if (proof->status != status)
			continue;
		if (there == NULL ||
		    (proof->crl != NULL) > (there->crl != NULL) ||
		    ((proof->crl != NULL) == (there->crl != NULL) &&
			proof->this_update > there->this_update))
			best = i;
	}
	return best;
}

/* RFC 5280 5.3.1: only what is on hold comes off a list again. */
static bool
is_for_good(const struct proof *proof)
{
	return proof->reason != CRL_REASON_CERTIFICATE_HOLD &&
	    proof->reason != CRL_REASON_REMOVE_FROM_CRL;
}

/* Where two differ, the newer counts; at the same second the worse. But a
 * response does not take back what a list says for good: responders repeat for
 * days what they made before, and some go by lists themselves.
 *
 * The other way round the newer list counts, whatever the reason: a list names
 * all that its CA has revoked (RFC 5280 5), and what a responder said before it
 * and it does not repeat is a responder's mistake, as GlobalSign's in 2016, or
 * a list that lags by hours. So is a newer response: that was how the mistake
 * was mended. Which of them was wrong nobody can tell from here; that they
 * differ is told in any case (say_contradiction). */
static bool
is_outweighed(const struct proof *revoked, const struct proof *good)
{
	if (good->this_update <= revoked->this_update)
		return false;
	return revoked->crl == NULL || good->crl != NULL ||
	    !is_for_good(revoked);
}

static bool
is_outweighed_by_any(
    const struct standing *standing, const struct proof *revoked)
{
	for (size_t i = 0; i < standing->proof_count; i++) {
		if (standing->proofs[i].status == REVOCATION_GOOD &&
		    is_outweighed(revoked, &standing->proofs[i]))
			return true;
	}
	return false;
}

/* Of that status; of the revoked, perhaps only what nothing outweighs. */
static int
newest_of(const struct standing *standing, enum revocation_status status,
    bool must_stand)
{
	int newest = STANDING_NONE;

	for (int i = 0; i < (int)standing->proof_count; i++) {
		const struct proof *proof = &standing->proofs[i];

		if (proof->status == status &&
		    (newest < 0 ||
			proof->this_update >
			    standing->proofs[newest].this_update) &&
		    !(must_stand && is_outweighed_by_any(standing, proof)))
			newest = i;
	}
	return newest;
}

static void
decide(struct standing *standing)
{
	int revoked = newest_of(standing, REVOCATION_REVOKED, false);
	int stands = newest_of(standing, REVOCATION_REVOKED, true);
	int good = newest_of(standing, REVOCATION_GOOD, false);

	standing->decides = standing->against = STANDING_NONE;
	if (revoked >= 0 && good >= 0) {
		standing->decides = stands >= 0 ? stands : good;
		standing->against = stands >= 0 ? good : revoked;
	} else if (revoked >= 0) {
		standing->decides = best_of(standing, REVOCATION_REVOKED);
	} else if (good >= 0) {
		standing->decides = best_of(standing, REVOCATION_GOOD);
	} else {
		standing->decides = best_of(standing, REVOCATION_UNKNOWN);
	}
}

void
standing_find(const struct judgement *judgement, const struct path *path,
    size_t i, struct standing *ret_standing)
{
	const struct look look = {
	    .judgement = judgement,
	    .path = path,
	    .cert = path->certs[i].cert,
	    .issuer = path->certs[i + 1].cert,
	    .i = i,
	    .to = ret_standing,
	};

	memset(ret_standing, 0, sizeof *ret_standing);
	look_at_pool(&look, SOURCES_GIVEN);
	look_at_pool(&look, SOURCES_FETCHED);
	look_at_responses(&look);
	look_at_failures(&look);
	decide(ret_standing);
}

enum revocation_status
standing_status(const struct standing *standing)
{
	if (standing->decides >= 0)
		return standing->proofs[standing->decides].status;
	return standing->has_failed ? REVOCATION_UNAVAILABLE
				    : REVOCATION_UNKNOWN;
}

bool
standing_has_list(const struct standing *standing)
{
	for (size_t i = 0; i < standing->proof_count; i++) {
		if (standing->proofs[i].crl != NULL)
			return true;
	}
	return false;
}

char *
standing_source_words(const struct proof *proof)
{
	if (proof->crl != NULL)
		return mem_printf("the %srevocation list of \"%s\"%s%s%s",
		    proof->crl->base != NULL ? "delta " : "", proof->label,
		    proof->url == NULL ? "" : " at ",
		    proof->url == NULL ? "" : proof->url,
		    proof->has_delta ? " with its delta list" : "");
	return mem_printf("%s%s%s", response_words(proof->source),
	    proof->url == NULL ? "" : " at ",
	    proof->url == NULL ? "" : proof->url);
}

/* notBefore from, and for how many seconds at most; the newest first. */
static const struct {
	int64_t issued_from, max_lifetime_s;
} short_lives[] = {
    {INT64_C(1773532800), 7 * 86400},  /* 2026-03-15 */
    {INT64_C(1710460800), 10 * 86400}, /* 2024-03-15, ballot SC-063 */
};

bool
standing_is_short_lived(const struct cert *cert)
{
	int64_t lifetime_s = cert->not_after + 1 - cert->not_before;

	if (cert->is_ca)
		return false;
	for (size_t i = 0; i < sizeof short_lives / sizeof short_lives[0];
	     i++) {
		if (cert->not_before >= short_lives[i].issued_from)
			return lifetime_s <= short_lives[i].max_lifetime_s;
	}
	return false;
}
