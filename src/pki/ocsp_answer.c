/* What an OCSP response comes to; see ocsp_answer.h. */
#include "pki/ocsp_answer.h"

#include <openssl/x509v3.h>

static struct ocsp_answer
refuse(enum ocsp_verdict verdict, const char *why)
{
	return (struct ocsp_answer){.verdict = verdict, .why = why};
}

static int64_t
end_of(const struct ocsp_single *single)
{
	return single->next_update != TIMESTAMP_NEVER
	    ? single->next_update
	    : single->this_update + OCSP_ENDLESS_S;
}

/* Signed and of its time: what does it say? */
static void
decide(struct ocsp_answer *answer, const struct cert *cert, int64_t now)
{
	const struct ocsp_single *single = answer->single;
	bool has_ended = now > answer->ends_at;

	switch (single->status) {
	case V_OCSP_CERTSTATUS_REVOKED:
		answer->verdict =
		    has_ended && single->reason == CRL_REASON_CERTIFICATE_HOLD
		    ? OCSP_VERDICT_EXPIRED
		    : OCSP_VERDICT_REVOKED;
		return;
	case V_OCSP_CERTSTATUS_GOOD:
		if (has_ended) {
			answer->verdict = OCSP_VERDICT_EXPIRED;
		} else if (cert->not_after < single->archive_cutoff) {
			answer->verdict = OCSP_VERDICT_UNKNOWN;
			answer->why = "its responder keeps nothing of "
				      "certificates that ended so long ago";
		} else {
			answer->verdict = OCSP_VERDICT_GOOD;
		}
		return;
	default:
		answer->verdict = OCSP_VERDICT_UNKNOWN;
		answer->why = "its responder does not know the certificate";
	}
}

struct ocsp_answer
ocsp_answer_of(const struct ocsp *ocsp, const struct cert *cert,
    const struct cert *issuer, struct signature_cache *signatures, int64_t now)
{
	struct ocsp_answer answer = {.verdict = OCSP_VERDICT_INVALID};
	struct ocsp_signer signer;

	if (ocsp->basic == NULL)
		return refuse(OCSP_VERDICT_ERROR, ocsp_status_words(ocsp));
	answer.single = ocsp_find(ocsp, cert, issuer);
	if (answer.single == NULL)
		return refuse(OCSP_VERDICT_FOREIGN,
		    "it speaks of other certificates, or of another issuer");
	if (ocsp->has_unknown_critical || answer.single->has_unknown_critical)
		return refuse(OCSP_VERDICT_INVALID,
		    "it has a critical extension that clients do not know");
	signer = ocsp_signer_find(ocsp, issuer, signatures, now);
	if (signer.result != OCSP_SIGNER_GOOD)
		return refuse(
		    OCSP_VERDICT_INVALID, ocsp_signer_words(signer.result));
	if (answer.single->this_update > now + OCSP_SKEW_S ||
	    ocsp->produced_at > now + OCSP_SKEW_S)
		return refuse(OCSP_VERDICT_INVALID, "it begins only later");
	if (answer.single->next_update < answer.single->this_update)
		return refuse(OCSP_VERDICT_INVALID, "it ends before it begins");
	answer.signer = signer.cert;
	answer.is_delegated = signer.is_delegate;
	answer.ends_at = end_of(answer.single);
	decide(&answer, cert, now);
	return answer;
}
