/*
 * Revocation, by the lists that the evidence holds. A list of a certificate's
 * own issuer must clear it: where it is there but cannot be used, the status
 * cannot be established, and a client that was given that list refuses. With
 * no list of the issuer at all nothing is known, which is no reason to refuse.
 *
 * The end of a list is no end of the chain: the CA will publish the next one.
 * So breaks_at (horizon.c) does not look at it.
 */
#include "judge/judgement.h"

#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "judge/crl_status.h"

static char *
describe_entry(const struct crl_status *revocation)
{
	const struct crl_entry *entry = revocation->entry;
	const char *reason = crl_reason_words(entry->reason);
	char when[TIMESTAMP_TEXT_MAX], issued[TIMESTAMP_TEXT_MAX];

	return mem_printf("on %s%s%s%s, says the revocation list of \"%s\" "
			  "of %s",
	    timestamp_words(entry->date, when), reason == NULL ? "" : " (",
	    reason == NULL ? "" : reason, reason == NULL ? "" : ")",
	    revocation->crl->label,
	    timestamp_words(revocation->crl->this_update, issued));
}

static void
say_revoked(struct path *path, size_t i, const struct crl_status *revocation)
{
	const struct cert *cert = path->certs[i].cert;
	CLEANUP(free) char *words = describe_entry(revocation);

	path_add_fault(path,
	    i == 0 ? FINDING_LEAF_REVOKED : FINDING_INTERMEDIATE_REVOKED, cert,
	    "\"%s\" was revoked %s.", cert->label, words);
}

/* The fault lies with the CA that published the list: many certificates have
 * one such cause. */
static void
say_stale(const struct judgement *judgement, struct path *path, size_t i,
    const struct crl *crl)
{
	char when[TIMESTAMP_TEXT_MAX], since[DURATION_TEXT_MAX];

	path_add_fault(path, FINDING_CRL_STALE, path->certs[i + 1].cert,
	    "The revocation list of \"%s\" ended %s ago, on %s; whether \"%s\" "
	    "is revoked is not known.",
	    crl->label,
	    duration_words(judgement->now - crl->next_update, since),
	    timestamp_words(crl->next_update, when),
	    path->certs[i].cert->label);
}

static void
look_at_path(const struct judgement *judgement, struct path *path)
{
	if (judgement->evidence->crl_count == 0)
		return;
	for (size_t i = 0; i + 1 < path->len; i++) {
		struct crl_status revocation =
		    crl_status_of(judgement, path, i);

		switch (revocation.kind) {
		case CRL_STATUS_GOOD:
		case CRL_STATUS_UNKNOWN: break;
		case CRL_STATUS_REVOKED:
			say_revoked(path, i, &revocation);
			break;
		case CRL_STATUS_STALE:
			say_stale(judgement, path, i, revocation.crl);
			break;
		case CRL_STATUS_UNUSABLE:
			path_add_fault(path, FINDING_CRL_UNUSABLE,
			    path->certs[i + 1].cert,
			    "The revocation list of \"%s\" cannot be used for "
			    "\"%s\": %s.",
			    revocation.crl->label, path->certs[i].cert->label,
			    revocation.why);
			break;
		}
	}
}

/* RFC 5280 5.2.3. Clients use such a list all the same, most of them. */
static void
look_at_writing(struct judgement *judgement, const struct cert *issuer,
    const struct crl *crl)
{
	if ((crl->number != NULL && !crl->is_number_critical) ||
	    path_find_fault(judgement->best, FINDING_CRL_UNUSABLE, issuer) !=
		NULL)
		return;
	report_add(judgement->report, FINDING_CRL_UNUSABLE, issuer,
	    "The revocation list of \"%s\" %s; strict clients do not use it.",
	    crl->label,
	    crl->number == NULL ? "has no CRL number"
				: "marks its CRL number as critical");
}

static void
say_unknown(struct judgement *judgement, const struct cert *cert)
{
	report_add(judgement->report, FINDING_REVOCATION_UNKNOWN, cert,
	    "None of the revocation lists given is one of \"%s\", which issued "
	    "\"%s\": whether that is revoked is not known.",
	    cert->issuer_label, cert->label);
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

static void
look_at_report(struct judgement *judgement)
{
	const struct path *best = judgement->best;

	if (best == NULL || judgement->evidence->crl_count == 0)
		return;
	for (size_t i = 0; i + 1 < best->len; i++) {
		struct crl_status revocation =
		    crl_status_of(judgement, best, i);

		if (revocation.kind == CRL_STATUS_UNKNOWN)
			say_unknown(judgement, best->certs[i].cert);
		else if (revocation.kind == CRL_STATUS_GOOD)
			look_at_writing(
			    judgement, best->certs[i + 1].cert, revocation.crl);
	}
	if (path_is_valid(best))
		say_revoked_elsewhere(judgement);
	report_sort(judgement->report);
}

const struct check check_revocation = {
    .name = "revocation",
    .path = look_at_path,
    .report = look_at_report,
};
