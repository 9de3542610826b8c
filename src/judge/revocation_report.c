/* Revocation in the report; see revocation_report.h. */
#include "judge/revocation_report.h"

#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "judge/crl_offer.h"
#include "judge/delta.h"

/* ---- what to ask --------------------------------------------------------- */

static bool
is_url_of(const struct cert *cert, const char *url)
{
	for (size_t i = 0; i < cert->crl_url_count; i++) {
		if (strcmp(cert->crl_urls[i], url) == 0)
			return true;
	}
	return false;
}

/* Was it asked, whatever came of it? A partial list that was not walked for
 * this certificate is no answer. */
static bool
is_answered(const struct judgement *judgement, const struct cert *cert,
    enum want_kind kind)
{
	const struct evidence *evidence = judgement->evidence;

	for (size_t i = 0; i < evidence->revocation_answer_count; i++) {
		const struct revocation_answer *answer =
		    &evidence->revocation_answers[i];

		if (answer->kind == REVOCATION_ANSWER_OCSP) {
			if (kind == WANT_OCSP &&
			    memcmp(answer->cert_sha256, cert->sha256,
				CERT_SHA256_LEN) == 0)
				return true;
			continue;
		}
		if (kind == WANT_CRL && is_url_of(cert, answer->url) &&
		    (answer->outcome != REVOCATION_GOT ||
			crl_knows(answer->crl, cert)))
			return true;
	}
	return false;
}

/* Of the path's certificate i. What lists are like says nothing of who they
 * are to be from. */
static bool
is_issuer_trusted(const struct path *path, size_t i)
{
	if (path->end != PATH_ANCHORED)
		return false;
	for (size_t k = i + 1; k < path->len; k++) {
		ARRAY_EACH (fault, &path->faults) {
			if (cert_equal(fault->cert, path->certs[k].cert) &&
			    fault->code != FINDING_CRL_STALE &&
			    fault->code != FINDING_CRL_UNUSABLE)
				return false;
		}
	}
	return true;
}

static struct want *
add_want(struct judgement *judgement, size_t i, enum want_kind kind)
{
	const struct path *best = judgement->best;
	struct want *want = ARRAY_ADD(&judgement->report->wants);

	want->kind = kind;
	want->cert = cert_ref((struct cert *)best->certs[i].cert);
	want->issuer = cert_ref((struct cert *)best->certs[i + 1].cert);
	want->is_trusted = is_issuer_trusted(best, i);
	if (kind != WANT_OCSP)
		crl_offer(judgement, best, i, want);
	return want;
}

/* Who gave a list has its changes, too, or does without. */
static void
add_delta_want(
    struct judgement *judgement, size_t i, const struct standing *standing)
{
	struct texts urls = {0};

	delta_urls(judgement->best->certs[i].cert,
	    &standing->lists[SOURCES_FETCHED], &urls);
	if (urls.len > 0)
		texts_add_all(&add_want(judgement, i, WANT_DELTA)->urls, &urls);
	texts_clear(&urls);
}

/* A responder only where there is no list to be had. */
static void
add_wants(
    struct judgement *judgement, size_t i, const struct standing *standing)
{
	const struct cert *cert = judgement->best->certs[i].cert;
	bool has_list = standing_has_list(standing);

	if (judgement->evidence->revocation == REVOCATION_OFF ||
	    standing_is_short_lived(cert))
		return;
	if (cert->crl_url_count > 0 && !has_list)
		(void)add_want(judgement, i, WANT_CRL);
	add_delta_want(judgement, i, standing);
	if (cert->ocsp_url_count > 0 && standing->proof_count == 0 &&
	    (cert->crl_url_count == 0 ||
		is_answered(judgement, cert, WANT_CRL)))
		(void)add_want(judgement, i, WANT_OCSP);
}

bool
revocation_report_is_pending(const struct judgement *judgement, size_t i)
{
	const struct cert *cert = judgement->best->certs[i].cert;

	ARRAY_EACH (want, &judgement->report->wants) {
		if ((want->kind == WANT_OCSP || want->kind == WANT_CRL) &&
		    cert_equal(want->cert, cert) &&
		    !is_answered(judgement, cert, want->kind))
			return true;
	}
	return false;
}

/* ---- in words ------------------------------------------------------------ */

static char *
words_of_proof(const struct proof *proof)
{
	CLEANUP(free) char *source = standing_source_words(proof);
	char issued[TIMESTAMP_TEXT_MAX], until[TIMESTAMP_TEXT_MAX];
	char since[TIMESTAMP_TEXT_MAX];
	const char *reason = crl_reason_words(proof->reason);

	timestamp_words(proof->this_update, issued);
	if (proof->status == REVOCATION_REVOKED)
		return mem_printf("Revoked on %s%s%s%s, says %s of %s.",
		    timestamp_words(proof->revoked_at, since),
		    reason == NULL ? "" : " (", reason == NULL ? "" : reason,
		    reason == NULL ? "" : ")", source, issued);
	if (proof->status == REVOCATION_UNKNOWN)
		return mem_printf(
		    "%c%s of %s says nothing of it: its responder does not "
		    "know it.",
		    source[0] - 'a' + 'A', source + 1, issued);
	if (proof->next_update == TIMESTAMP_NEVER)
		return mem_printf("Not revoked, says %s of %s, which names no "
				  "end.",
		    source, issued);
	return mem_printf("Not revoked, says %s of %s, which counts until %s.",
	    source, issued, timestamp_words(proof->next_update, until));
}

static struct revocation *
add_entry(struct judgement *judgement, const struct cert *cert,
    enum revocation_status status)
{
	struct revocation *entry = ARRAY_ADD(&judgement->report->revocations);

	entry->cert = cert_ref((struct cert *)cert);
	entry->status = status;
	entry->reason = REVOCATION_NO_REASON;
	return entry;
}

static void
fill_from_proof(struct revocation *entry, const struct proof *proof)
{
	entry->source = proof->source;
	entry->this_update = proof->this_update;
	entry->next_update = proof->next_update;
	entry->revoked_at =
	    proof->status == REVOCATION_REVOKED ? proof->revoked_at : 0;
	entry->reason = proof->reason;
	entry->url = proof->url == NULL ? NULL : mem_strdup(proof->url);
	entry->words = words_of_proof(proof);
}

static void
fill_without_proof(const struct judgement *judgement, size_t i,
    const struct standing *standing, struct revocation *entry)
{
	const struct cert *cert = entry->cert;

	if (standing->has_failed) {
		entry->words = mem_printf("Not known: %s.", standing->why);
	} else if (standing_is_short_lived(cert)) {
		entry->status = REVOCATION_NOT_APPLICABLE;
		entry->words = mem_strdup(
		    "It lives for so short a time that nobody need revoke "
		    "it.");
	} else if (!cert->has_revocation_pointer) {
		entry->status = REVOCATION_NOT_APPLICABLE;
		entry->words = mem_strdup(
		    "It names neither a list nor a responder who could be "
		    "asked.");
	} else if (revocation_report_is_pending(judgement, i)) {
		entry->words = mem_strdup("No answer has come yet.");
	} else {
		entry->words = mem_strdup("Nobody was asked.");
	}
}

/* One word for each certificate at most. */
static void
add_delta_words(const struct judgement *judgement,
    const struct standing *standing, struct revocation *entry)
{
	CLEANUP(free) char *delta = NULL;
	char *both;

	for (size_t pool = 0; delta == NULL && pool < 2; pool++)
		delta =
		    delta_words(judgement, entry->cert, &standing->lists[pool]);
	if (delta == NULL)
		return;
	both = mem_printf("%s %s", entry->words, delta);
	free(entry->words);
	entry->words = both;
}

void
revocation_report_add(
    struct judgement *judgement, size_t i, const struct standing *standing)
{
	struct revocation *entry = add_entry(judgement,
	    judgement->best->certs[i].cert, standing_status(standing));

	add_wants(judgement, i, standing);
	if (standing->decides >= 0)
		fill_from_proof(entry, &standing->proofs[standing->decides]);
	else
		fill_without_proof(judgement, i, standing, entry);
	add_delta_words(judgement, standing, entry);
}

void
revocation_report_add_end(struct judgement *judgement)
{
	const struct path *best = judgement->best;

	add_entry(
	    judgement, best->certs[best->len - 1].cert, REVOCATION_UNKNOWN)
	    ->words = mem_strdup("Its issuer is not at hand, so nobody can "
				 "say.");
}
