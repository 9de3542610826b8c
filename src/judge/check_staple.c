/*
 * What the server staples: the OCSP response of the server's own certificate,
 * in TLS 1.3 of any certificate. One that has ended or does not verify is worse
 * than none, since clients that look at it refuse or complain; one is demanded
 * by a certificate with the TLS feature extension (RFC 7633).
 */
#include "judge/judgement.h"

#include "base/duration.h"
#include "base/timestamp.h"
#include "pki/ocsp_answer.h"

/* Who demands a staple demands a good one. */
static void
weigh(const struct cert *cert, struct finding *finding)
{
	if (cert->has_must_staple)
		finding->severity = SEVERITY_CRITICAL;
}

static void
say_expired(struct judgement *judgement, const struct cert *cert,
    const struct ocsp_answer *answer)
{
	char when[TIMESTAMP_TEXT_MAX], since[DURATION_TEXT_MAX];

	weigh(cert,
	    report_add(judgement->report, FINDING_STAPLE_EXPIRED, cert,
		"The OCSP response stapled for \"%s\" ended %s ago, on %s.",
		cert->label,
		duration_words(judgement->now - answer->ends_at, since),
		timestamp_words(answer->ends_at, when)));
}

static void
say_invalid(
    struct judgement *judgement, const struct cert *cert, const char *why)
{
	weigh(cert,
	    report_add(judgement->report, FINDING_STAPLE_INVALID, cert,
		"The OCSP response stapled for \"%s\" is of no use: %s.",
		cert->label, why));
}

static void
look_at(struct judgement *judgement, const struct response *response,
    const struct cert *cert, const struct cert *issuer)
{
	struct ocsp_answer answer;

	if (response->ocsp == NULL) {
		say_invalid(judgement, cert, response->error);
		return;
	}
	answer = ocsp_answer_of(response->ocsp, cert, issuer,
	    judgement->signatures, judgement->now);
	switch (answer.verdict) {
	case OCSP_VERDICT_GOOD:
	case OCSP_VERDICT_REVOKED: break; /* check_revocation.c */
	case OCSP_VERDICT_EXPIRED: say_expired(judgement, cert, &answer); break;
	case OCSP_VERDICT_UNKNOWN:
	case OCSP_VERDICT_FOREIGN:
	case OCSP_VERDICT_ERROR:
	case OCSP_VERDICT_INVALID:
		say_invalid(judgement, cert, answer.why);
		break;
	}
}

static const struct response *
staple_of(const struct judgement *judgement, const struct cert *cert)
{
	ARRAY_EACH (response, &judgement->sources.responses) {
		if (response->source == REVOCATION_STAPLE &&
		    memcmp(response->cert_sha256, cert->sha256,
			CERT_SHA256_LEN) == 0)
			return response;
	}
	return NULL;
}

static void
look_at_report(struct judgement *judgement)
{
	const struct path *best = judgement->best;

	if (best == NULL)
		return;
	for (size_t i = 0; i + 1 < best->len; i++) {
		const struct response *response =
		    staple_of(judgement, best->certs[i].cert);

		if (response != NULL)
			look_at(judgement, response, best->certs[i].cert,
			    best->certs[i + 1].cert);
	}
	if (judgement->leaf->has_must_staple &&
	    judgement->evidence->was_staple_asked &&
	    staple_of(judgement, judgement->leaf) == NULL)
		report_add(judgement->report, FINDING_STAPLE_MISSING,
		    judgement->leaf,
		    "\"%s\" demands that the server staple an OCSP response, "
		    "and it staples none, though it was asked to.",
		    judgement->leaf->label);
	report_sort(judgement->report);
}

const struct check check_staple = {
    .name = "staple",
    .report = look_at_report,
};
