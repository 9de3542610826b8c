/*
 * Revocation, by all that the evidence holds: lists and OCSP responses that
 * were given, fetched or stapled. A list given of a certificate's own issuer
 * must clear it: where it is there but cannot be used, the status cannot be
 * established, and a client that was given that list refuses. What was asked
 * and came to nothing is worth a word, and critical only where the operator
 * insists on an answer: errors are never "revoked".
 *
 * The end of a list is no end of the chain: the CA will publish the next one.
 * So breaks_at (horizon.c) does not look at it.
 */
#include "judge/judgement.h"

#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "judge/programme.h"
#include "judge/revocation_report.h"

/* ---- of a path ----------------------------------------------------------- */

static void
say_revoked(struct path *path, size_t i, const struct proof *proof)
{
	const struct cert *cert = path->certs[i].cert;
	CLEANUP(free) char *source = standing_source_words(proof);
	const char *reason = crl_reason_words(proof->reason);
	char when[TIMESTAMP_TEXT_MAX], issued[TIMESTAMP_TEXT_MAX];

	path_add_fault(path,
	    i == 0 ? FINDING_LEAF_REVOKED : FINDING_INTERMEDIATE_REVOKED, cert,
	    "\"%s\" was revoked on %s%s%s%s, says %s of %s.", cert->label,
	    timestamp_words(proof->revoked_at, when),
	    reason == NULL ? "" : " (", reason == NULL ? "" : reason,
	    reason == NULL ? "" : ")", source,
	    timestamp_words(proof->this_update, issued));
}

static char *
stale_words(const struct judgement *judgement, const struct cert *cert,
    const struct crl *crl)
{
	char when[TIMESTAMP_TEXT_MAX], since[DURATION_TEXT_MAX];

	return mem_printf("The revocation list of \"%s\" ended %s ago, on %s; "
			  "whether \"%s\" is revoked is not known by it.",
	    crl->label,
	    duration_words(judgement->now - crl->next_update, since),
	    timestamp_words(crl->next_update, when), cert->label);
}

static char *
unusable_words(const struct cert *cert, const struct crl_status *status)
{
	return mem_printf(
	    "The revocation list of \"%s\" cannot be used for \"%s\": %s.",
	    status->crl->label, cert->label, status->why);
}

/* The fault lies with the CA that published the list: many certificates have
 * one such cause. */
static void
say_list(const struct judgement *judgement, struct path *path, size_t i,
    const struct crl_status *status)
{
	const struct cert *cert = path->certs[i].cert;
	const struct cert *issuer = path->certs[i + 1].cert;
	bool is_stale = status->kind == CRL_STATUS_STALE;
	CLEANUP(free)
	char *words = is_stale ? stale_words(judgement, cert, status->crl)
			       : unusable_words(cert, status);

	path_add_fault(path,
	    is_stale ? FINDING_CRL_STALE : FINDING_CRL_UNUSABLE, issuer, "%s",
	    words);
}

static bool
is_broken(const struct crl_status *status)
{
	return status->kind == CRL_STATUS_STALE ||
	    status->kind == CRL_STATUS_UNUSABLE;
}

static void
look_at_path(const struct judgement *judgement, struct path *path)
{
	if (judgement->sources.is_empty)
		return;
	for (size_t i = 0; i + 1 < path->len; i++) {
		struct standing standing;
		enum revocation_status status;

		standing_find(judgement, path, i, &standing);
		status = standing_status(&standing);
		if (status == REVOCATION_REVOKED)
			say_revoked(
			    path, i, &standing.proofs[standing.decides]);
		else if (status != REVOCATION_GOOD &&
		    is_broken(&standing.lists[SOURCES_GIVEN]))
			say_list(
			    judgement, path, i, &standing.lists[SOURCES_GIVEN]);
	}
}

/* ---- of the best path, for the report ------------------------------------ */

/* Of a path, or because of another list of the same CA. */
static bool
is_said_already(const struct judgement *judgement, enum finding_code code,
    const struct cert *issuer)
{
	ARRAY_EACH (finding, &judgement->report->findings) {
		if (finding->code == code && finding->has_fingerprint &&
		    memcmp(finding->sha256, issuer->sha256, CERT_SHA256_LEN) ==
			0)
			return true;
	}
	return path_find_fault(judgement->best, code, issuer) != NULL;
}

/* A list that is broken, and keeps nobody from accepting the path: something
 * else clears the certificate, or it was not given. true: it was said. */
static bool
report_list(
    struct judgement *judgement, size_t i, const struct crl_status *status)
{
	const struct cert *cert = judgement->best->certs[i].cert;
	const struct cert *issuer = judgement->best->certs[i + 1].cert;
	bool is_stale = status->kind == CRL_STATUS_STALE;
	enum finding_code code =
	    is_stale ? FINDING_CRL_STALE : FINDING_CRL_UNUSABLE;
	CLEANUP(free) char *words = NULL;

	if (!is_broken(status) || is_said_already(judgement, code, issuer))
		return is_broken(status);
	words = is_stale ? stale_words(judgement, cert, status->crl)
			 : unusable_words(cert, status);
	report_add(judgement->report, code, issuer, "%s", words);
	return true;
}

static const char *
writing_fault(const struct crl *crl, const struct crl_pool *pool)
{
	if (crl->number == NULL)
		return "has no CRL number; strict clients do not use it";
	if (crl->is_number_critical)
		return "marks its CRL number as critical; strict clients do "
		       "not use it";
	if (crl_status_overtaken(pool, crl) != NULL)
		return "has a lower number than one that came before it: old "
		       "and new lists cannot be told apart by it";
	return NULL;
}

/* RFC 5280 5.2.3. Clients use such a list all the same, most of them. */
static void
look_at_writing(
    struct judgement *judgement, size_t i, const struct standing *standing)
{
	const struct cert *issuer = judgement->best->certs[i + 1].cert;

	for (size_t pool = 0; pool < 2; pool++) {
		const struct crl_status *status = &standing->lists[pool];
		const char *fault;

		if (status->kind != CRL_STATUS_GOOD ||
		    is_said_already(judgement, FINDING_CRL_UNUSABLE, issuer))
			continue;
		fault =
		    writing_fault(status->crl, &judgement->sources.pools[pool]);
		if (fault != NULL)
			report_add(judgement->report, FINDING_CRL_UNUSABLE,
			    issuer, "The revocation list of \"%s\" %s.",
			    status->crl->label, fault);
	}
}

/* Why the one counts that does; see standing.c. */
static const char *
rule_words(const struct proof *counts, const struct proof *against)
{
	if (counts->this_update > against->this_update)
		return "the newer one counts";
	if (counts->this_update == against->this_update)
		return "of two of one time the worse counts";
	return "no newer response takes back what a list says for good";
}

static void
say_contradiction(
    struct judgement *judgement, size_t i, const struct standing *standing)
{
	const struct cert *cert = judgement->best->certs[i].cert;
	const struct proof *counts = &standing->proofs[standing->decides];
	const struct proof *against = &standing->proofs[standing->against];
	CLEANUP(free) char *first = standing_source_words(counts);
	CLEANUP(free) char *second = standing_source_words(against);
	char of_first[TIMESTAMP_TEXT_MAX], of_second[TIMESTAMP_TEXT_MAX];

	report_add(judgement->report, FINDING_REVOCATION_CONTRADICTS, cert,
	    "\"%s\" is %s, says %s of %s; and %s, says %s of %s. Both are "
	    "signed and have not ended; %s.",
	    cert->label,
	    counts->status == REVOCATION_REVOKED ? "revoked" : "good", first,
	    timestamp_words(counts->this_update, of_first),
	    against->status == REVOCATION_REVOKED ? "revoked" : "good", second,
	    timestamp_words(against->this_update, of_second),
	    rule_words(counts, against));
}

/* That nothing usable comes is a fault of the CA, and one cause for all that it
 * issued; that it does not know a certificate is about that one. */
static void
say_unknown(
    struct judgement *judgement, size_t i, const struct standing *standing)
{
	const struct evidence *evidence = judgement->evidence;
	const struct cert *cert = judgement->best->certs[i].cert;
	struct finding *finding;

	if (standing->has_asked_failed)
		finding =
		    report_add(judgement->report, FINDING_REVOCATION_UNKNOWN,
			judgement->best->certs[i + 1].cert,
			"Whether \"%s\" is revoked is not known: %s.",
			cert->label, standing->why);
	else if (standing->decides >= 0)
		finding = report_add(judgement->report,
		    FINDING_REVOCATION_UNKNOWN, cert,
		    "Whether \"%s\" is revoked is not known: the OCSP "
		    "responder of \"%s\" does not know the certificate.",
		    cert->label, cert->issuer_label);
	else
		finding = report_add(judgement->report,
		    FINDING_REVOCATION_UNKNOWN, cert,
		    "%s \"%s\", which issued \"%s\": whether that is revoked "
		    "is not known.",
		    evidence->crl_count > 0
			? "None of the revocation lists given is one of"
			: "None of the OCSP responses given speaks for",
		    cert->issuer_label, cert->label);
	if (evidence->revocation == REVOCATION_HARD)
		finding->severity = SEVERITY_CRITICAL;
}

/* Was anybody to say something, and is it clear that nobody will? */
static bool
is_answer_due(const struct judgement *judgement, size_t i,
    const struct standing *standing)
{
	const struct evidence *evidence = judgement->evidence;

	if (evidence->crl_count > 0 || evidence->ocsp_count > 0)
		return true;
	return evidence->revocation != REVOCATION_OFF &&
	    (standing->has_asked_failed || standing->decides >= 0) &&
	    !revocation_report_is_pending(judgement, i);
}

static void
harden(struct judgement *judgement, const struct cert *issuer)
{
	if (judgement->evidence->revocation != REVOCATION_HARD)
		return;
	ARRAY_EACH (finding, &judgement->report->findings) {
		if ((finding->code == FINDING_CRL_STALE ||
			finding->code == FINDING_CRL_UNUSABLE) &&
		    finding->has_fingerprint &&
		    memcmp(finding->sha256, issuer->sha256, CERT_SHA256_LEN) ==
			0)
			finding->severity = SEVERITY_CRITICAL;
	}
}

static void
look_at_cert(struct judgement *judgement, size_t i)
{
	const struct path *best = judgement->best;
	struct standing standing;
	enum revocation_status status;
	bool is_said;

	standing_find(judgement, best, i, &standing);
	status = standing_status(&standing);
	revocation_report_add(judgement, i, &standing);
	is_said = report_list(judgement, i, &standing.lists[SOURCES_FETCHED]);
	is_said |= report_list(judgement, i, &standing.lists[SOURCES_GIVEN]);
	look_at_writing(judgement, i, &standing);
	if (standing.against >= 0)
		say_contradiction(judgement, i, &standing);
	if (status == REVOCATION_GOOD || status == REVOCATION_REVOKED)
		return;
	if (is_said)
		harden(judgement, best->certs[i + 1].cert);
	else if (is_answer_due(judgement, i, &standing))
		say_unknown(judgement, i, &standing);
}

/* What another path gets round is still served. */
static void
say_revoked_elsewhere(struct judgement *judgement)
{
	ARRAY_EACH (path, &judgement->paths.paths) {
		ARRAY_EACH (fault, &path->faults) {
			int at = chain_find(judgement->evidence->presented,
			    fault->cert->sha256);

			if (fault->code != FINDING_INTERMEDIATE_REVOKED ||
			    at < 0 ||
			    path_find_fault(judgement->best, fault->code,
				fault->cert) != NULL)
				continue;
			report_add(judgement->report, fault->code, fault->cert,
			    "%s Another path gets round it.", fault->detail)
			    ->severity = SEVERITY_WARNING;
			return;
		}
	}
}

/* The Baseline Requirements want a list or a responder for all but those that
 * live for days; a private CA may do as it likes. */
static void
look_at_pointers(struct judgement *judgement)
{
	const struct cert *leaf = judgement->leaf;

	if (leaf->is_ca || leaf->has_revocation_pointer ||
	    standing_is_short_lived(leaf) || !programme_is_public(judgement))
		return;
	report_add(judgement->report, FINDING_NO_REVOCATION_POINTER, leaf,
	    "\"%s\" names neither a revocation list nor an OCSP responder: "
	    "should its CA revoke it, no client can learn of that.",
	    leaf->label);
}

static void
look_at_report(struct judgement *judgement)
{
	const struct path *best = judgement->best;

	if (best == NULL)
		return;
	for (size_t i = 0; i + 1 < best->len; i++)
		look_at_cert(judgement, i);
	if (best->end != PATH_ANCHORED && best->end != PATH_SELF_SIGNED)
		revocation_report_add_end(judgement);
	look_at_pointers(judgement);
	if (path_is_valid(best))
		say_revoked_elsewhere(judgement);
	report_sort(judgement->report);
}

const struct check check_revocation = {
    .name = "revocation",
    .path = look_at_path,
    .report = look_at_report,
};
