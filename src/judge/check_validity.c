/*
 * Dates. Both ends are inclusive (RFC 5280 4.1.2.5), the anchor's too. Beside
 * what has ended: what will end soon, measured in days and, for certificates of
 * short life, in shares of their lifetime.
 */
#include "judge/judgement.h"

#include "base/duration.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "judge/horizon.h"

static enum finding_code
expired_code(const struct path *path, size_t i)
{
	if (i == 0)
		return FINDING_LEAF_EXPIRED;
	return path_is_root(path, i) ? FINDING_ROOT_EXPIRED
				     : FINDING_INTERMEDIATE_EXPIRED;
}

static void
look_at_dates(const struct judgement *judgement, struct path *path)
{
	char when[TIMESTAMP_TEXT_MAX], since[DURATION_TEXT_MAX];
	int64_t now = judgement->now;

	for (size_t i = 0; i < path->len; i++) {
		const struct cert *cert = path->certs[i].cert;

		if (now > cert->not_after)
			path_add_fault(path, expired_code(path, i), cert,
			    "\"%s\" ended %s ago, on %s.", cert->label,
			    duration_words(now - cert->not_after, since),
			    timestamp_words(cert->not_after, when));
		else if (now < cert->not_before)
			path_add_fault(path,
			    i == 0 ? FINDING_LEAF_NOT_YET_VALID
				   : FINDING_INTERMEDIATE_NOT_YET_VALID,
			    cert, "\"%s\" begins in %s, on %s.", cert->label,
			    duration_words(cert->not_before - now, since),
			    timestamp_words(cert->not_before, when));
	}
}

static void
warn_of_leaf(struct judgement *judgement, enum severity severity)
{
	const struct cert *leaf = judgement->leaf;
	char when[TIMESTAMP_TEXT_MAX], left[DURATION_TEXT_MAX];

	report_add(judgement->report, FINDING_LEAF_EXPIRING, leaf,
	    "\"%s\" ends in %s, on %s.", leaf->label,
	    duration_words(leaf->not_after + 1 - judgement->now, left),
	    timestamp_words(leaf->not_after, when))
	    ->severity = severity;
}

/* "\"X\" is known to last until ..., SHA-256 ...": what to send instead. */
static char *
name_successor(const struct judgement *judgement)
{
	const struct path *path = judgement->successor;
	char when[TIMESTAMP_TEXT_MAX];
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX];

	for (size_t i = 1; path != NULL && i < path->len; i++) {
		const struct cert *cert = path->certs[i].cert;

		if (report_origin_is_known(path->certs[i].origin))
			return mem_printf(
			    " \"%s\" is known to last until %s: SHA-256 %s.",
			    cert->label, timestamp_words(cert->not_after, when),
			    cert_fingerprint(cert->sha256, fingerprint));
	}
	return mem_strdup("");
}

static void
warn_of_chain(struct judgement *judgement, enum severity severity)
{
	int64_t breaks_at = judgement->report->breaks_at;
	const struct cert *first = horizon_first_to_end(judgement, breaks_at);
	char when[TIMESTAMP_TEXT_MAX], left[DURATION_TEXT_MAX];
	char leaf_end[TIMESTAMP_TEXT_MAX];
	CLEANUP(free) char *successor = NULL;

	if (first == NULL)
		return;
	successor = name_successor(judgement);
	report_add(judgement->report, FINDING_BREAKS_BEFORE_LEAF, first,
	    "The chain works for %s more, until \"%s\" ends on %s; the "
	    "server's certificate would last until %s.%s",
	    duration_words(breaks_at - judgement->now, left), first->label,
	    timestamp_words(breaks_at - 1, when),
	    timestamp_words(judgement->leaf->not_after, leaf_end), successor)
	    ->severity = severity;
}

static void
look_ahead(struct judgement *judgement)
{
	const struct cert *leaf = judgement->leaf;
	int64_t breaks_at = judgement->report->breaks_at;
	enum severity severity;

	if (leaf == NULL || judgement->served.is_absent ||
	    judgement->now > leaf->not_after ||
	    judgement->now < leaf->not_before)
		return;
	severity = horizon_severity(judgement, leaf->not_after + 1);
	if (severity != SEVERITY_OK)
		warn_of_leaf(judgement, severity);
	if (breaks_at == 0 || breaks_at > leaf->not_after)
		return;
	severity = horizon_severity(judgement, breaks_at);
	if (severity != SEVERITY_OK)
		warn_of_chain(judgement, severity);
}

const struct check check_validity = {
    .name = "validity",
    .path = look_at_dates,
    .report = look_ahead,
};
