/*
 * Do the caIssuers URLs of certificates lead to their issuers (RFC 5280
 * 4.2.2.1)? Looks only at what was asked: evidence->answers. Where an issuer
 * is not sent, clients that fetch it (browsers, Windows, Java by option) are
 * the only ones that accept, and only as long as that works.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"

#define TEXT_MAX 1500
#define URLS_SHOWN 3

enum use {
	USE_GOOD,	 /* it gives the issuer */
	USE_UNREACHABLE, /* nothing came */
	USE_WRONG,	 /* something else came */
	USE_UNKNOWN,	 /* it was not asked */
};

static const struct issuer_answer *
find_answer(const struct judgement *judgement, const char *url)
{
	const struct evidence *evidence = judgement->evidence;

	for (size_t i = 0; i < evidence->answer_count; i++) {
		if (strcmp(evidence->answers[i].url, url) == 0)
			return &evidence->answers[i];
	}
	return NULL;
}

static bool
has_issuer(const struct judgement *judgement,
    const struct issuer_answer *answer, const struct cert *cert)
{
	for (size_t i = 0; i < answer->cert_count; i++) {
		const struct cert *issuer = answer->certs[i];

		if (cert_names_issuer(cert, issuer) &&
		    signature_check(judgement->signatures, cert, issuer) ==
			SIGNATURE_GOOD)
			return true;
	}
	return false;
}

static enum use
use_of(const struct judgement *judgement, const struct cert *cert,
    const struct issuer_answer *answer)
{
	if (answer == NULL)
		return USE_UNKNOWN;
	switch (answer->kind) {
	case ISSUER_ANSWER_UNREACHABLE: return USE_UNREACHABLE;
	case ISSUER_ANSWER_NOT_CERTS: return USE_WRONG;
	case ISSUER_ANSWER_REFUSED: return USE_UNKNOWN;
	case ISSUER_ANSWER_GOT:
		return has_issuer(judgement, answer, cert) ? USE_GOOD
							   : USE_WRONG;
	}
	return USE_UNKNOWN;
}

/* Is its issuer not sent, nor in a store? */
static bool
is_gap_above(const struct judgement *judgement, const struct cert *cert)
{
	const struct path *path = judgement->best;

	for (size_t i = 0; i < path->len; i++) {
		if (!cert_equal(path->certs[i].cert, cert))
			continue;
		if (i + 1 < path->len)
			return report_origin_is_known(
			    path->certs[i + 1].origin);
		return path->end == PATH_NO_ISSUER ||
		    path->end == PATH_NOT_SIGNED;
	}
	return false;
}

static void
say_answer(
    struct strbuf *text, const char *url, const struct issuer_answer *answer)
{
	if (answer->kind != ISSUER_ANSWER_GOT)
		strbuf_addf(text, "%s%s: %s", text->len == 0 ? "" : "; ", url,
		    answer->detail == NULL ? "no answer" : answer->detail);
	else
		strbuf_addf(text,
		    "%s%s: what comes is \"%s\", which did not issue it",
		    text->len == 0 ? "" : "; ", url, answer->certs[0]->label);
}

/* One finding of a kind, however many URLs of the certificate it is about. */
static void
report_use(struct judgement *judgement, const struct cert *cert, enum use use,
    enum severity severity)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX);
	bool is_wrong = use == USE_WRONG;
	size_t shown = 0;

	for (size_t i = 0; i < cert->aia_issuer_count; i++) {
		const char *url = cert->aia_issuers[i];
		const struct issuer_answer *answer =
		    find_answer(judgement, url);

		if (use_of(judgement, cert, answer) == use &&
		    shown++ < URLS_SHOWN)
			say_answer(&text, url, answer);
	}
	if (shown == 0)
		return;
	report_add(judgement->report,
	    is_wrong ? FINDING_AIA_WRONG : FINDING_AIA_UNREACHABLE, cert,
	    "Where \"%s\" says that its issuer \"%s\" can be had, %s (%s).",
	    cert->label, cert->issuer_label,
	    is_wrong ? "something else is" : "nothing is", strbuf_text(&text))
	    ->severity = severity;
	report_sort(judgement->report);
}

static void
look_at_cert(struct judgement *judgement, const struct cert *cert)
{
	enum severity severity =
	    is_gap_above(judgement, cert) ? SEVERITY_WARNING : SEVERITY_NOTICE;

	for (size_t i = 0; i < cert->aia_issuer_count; i++) {
		const struct issuer_answer *answer =
		    find_answer(judgement, cert->aia_issuers[i]);

		if (use_of(judgement, cert, answer) == USE_GOOD)
			severity = SEVERITY_NOTICE; /* clients try all */
	}
	report_use(judgement, cert, USE_UNREACHABLE, severity);
	report_use(judgement, cert, USE_WRONG, severity);
}

static void
look_at_aia(struct judgement *judgement)
{
	const struct path *best = judgement->best;

	if (best == NULL || judgement->evidence->answer_count == 0)
		return;
	for (size_t i = 0; i < best->len; i++) {
		if (best->certs[i].origin != REPORT_ANCHOR)
			look_at_cert(judgement, best->certs[i].cert);
	}
}

const struct check check_aia = {
    .name = "aia",
    .report = look_at_aia,
};
