/*
 * Does what was sent lead to an anchor; if not, why not: what is missing, what
 * was sent in its place, or whom nobody trusts.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"
#include "base/timestamp.h"
#include "judge/served.h"
#include "judge/size.h"
#include "model/policy.h"

#define TEXT_MAX 1000

static void
list_stores(struct strbuf *buf, const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->store_count; i++)
		strbuf_addf(
		    buf, "%s%s", i == 0 ? "" : ", ", evidence->stores[i]->name);
	if (evidence->store_count == 0)
		strbuf_add(buf, "none is configured");
}

/* How many different certificates were sent. */
static size_t
count_sent(const struct chain *presented)
{
	size_t count = 0;

	for (size_t i = 0; i < presented->len; i++)
		count += !served_is_double(presented, i);
	return count;
}

/* What is at hand ends somewhere: at the gap, or above what filled it. */
static void
want_issuer(struct judgement *judgement)
{
	const struct path *best = judgement->best;
	const struct cert *last = best->certs[best->len - 1].cert;
	struct want *want;

	if ((best->end != PATH_NO_ISSUER && best->end != PATH_NOT_SIGNED) ||
	    last->aia_issuer_count == 0)
		return;
	want = ARRAY_ADD(&judgement->report->wants);
	want->kind = WANT_ISSUER;
	want->cert = cert_ref((struct cert *)last);
}

/* Where what is missing was had from. */
static const char *
source_words(const struct judgement *judgement, const struct cert *missing)
{
	const struct path *best = judgement->best;

	for (size_t i = 0; i < best->len; i++) {
		if (!cert_equal(best->certs[i].cert, missing))
			continue;
		switch (best->certs[i].origin) {
		case REPORT_PRESENTED:
		case REPORT_ANCHOR: break;
		case REPORT_FLEET: return " from what watched servers sent";
		case REPORT_GIVEN: return " from the issuers given";
		case REPORT_FETCHED: return ", fetched from its CA";
		}
	}
	return "";
}

/* Why it was not asked where the certificate says; NULL: it was, or nobody
 * tried. */
static const char *
refusal_words(const struct judgement *judgement, const struct cert *cert)
{
	const struct evidence *evidence = judgement->evidence;

	for (size_t i = 0; i < evidence->answer_count; i++) {
		const struct issuer_answer *answer = &evidence->answers[i];

		if (answer->kind == ISSUER_ANSWER_REFUSED &&
		    strcmp(answer->url, cert->aia_issuers[0]) == 0)
			return answer->detail;
	}
	return NULL;
}

/* "..., which is known: ...", or where it may be had. */
static void
say_where(const struct judgement *judgement, struct strbuf *buf,
    const struct gap *gap)
{
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX], when[TIMESTAMP_TEXT_MAX];
	const char *refusal = NULL;

	if (gap->below->aia_issuer_count > 0)
		refusal = refusal_words(judgement, gap->below);

	if (gap->missing != NULL && gap->missing->not_after < judgement->now)
		strbuf_addf(buf,
		    " It is known%s, but ended on %s: the certificate below it "
		    "has to be issued again.",
		    source_words(judgement, gap->missing),
		    timestamp_words(gap->missing->not_after, when));
	else if (gap->missing != NULL)
		strbuf_addf(buf, " It is known%s: SHA-256 %s.",
		    source_words(judgement, gap->missing),
		    cert_fingerprint(gap->missing->sha256, fingerprint));
	else if (refusal != NULL)
		strbuf_addf(buf,
		    " The certificate says it can be had at %s, which was not "
		    "asked: %s.",
		    gap->below->aia_issuers[0], refusal);
	else if (gap->below->aia_issuer_count > 0)
		strbuf_addf(buf, " The certificate says it can be had at %s.%s",
		    gap->below->aia_issuers[0],
		    gap->below->is_ca && !gap->has_other_key
			? " Should it be a root, then no trust store has it."
			: "");
	else if (gap->has_other_key)
		strbuf_add(buf,
		    " A store has a CA of that name, but with another key.");
	else
		strbuf_add(buf,
		    " Nobody at hand has it; should it be a root, then no "
		    "trust store has it.");
}

static const char *
missing_label(const struct gap *gap)
{
	return gap->missing != NULL ? gap->missing->label
				    : gap->below->issuer_label;
}

static void
report_missing(struct judgement *judgement, const struct gap *gap)
{
	CLEANUP(strbuf_clear) struct strbuf where = STRBUF_INIT(TEXT_MAX);
	size_t sent = count_sent(judgement->evidence->presented);
	struct finding *finding;

	if (gap->root != NULL)
		strbuf_addf(&where,
		    " The root of that name is sent, which no store has: what "
		    "is needed is its certificate by \"%s\".",
		    gap->missing->issuer_label);
	say_where(judgement, &where, gap);
	if (sent == 1)
		finding = report_add(judgement->report, FINDING_LEAF_ONLY,
		    gap->below,
		    "Only \"%s\" is sent; \"%s\", which issued it, is "
		    "missing.%s",
		    gap->below->label, missing_label(gap), strbuf_text(&where));
	else
		finding = report_add(judgement->report,
		    FINDING_MISSING_INTERMEDIATE, gap->below,
		    "\"%s\", which issued \"%s\", is not sent.%s",
		    missing_label(gap), gap->below->label, strbuf_text(&where));
	finding->missing = mem_strdup(missing_label(gap));
	want_issuer(judgement);
}

static void
report_wrong(struct judgement *judgement, const struct gap *gap)
{
	CLEANUP(strbuf_clear) struct strbuf where = STRBUF_INIT(TEXT_MAX);
	bool same_name = strcmp(gap->sent->label, missing_label(gap)) == 0;

	say_where(judgement, &where, gap);
	report_add(judgement->report, FINDING_WRONG_INTERMEDIATE, gap->sent,
	    "\"%s\" is sent, but \"%s\" was issued by \"%s\"%s.%s",
	    gap->sent->label, gap->below->label, missing_label(gap),
	    same_name ? " with another key" : "", strbuf_text(&where))
	    ->missing = mem_strdup(missing_label(gap));
	want_issuer(judgement);
}

/* A private CA is one that is not known as public: exactly so when the root
 * itself is at hand. */
static const char *
kind_of_ca(const struct judgement *judgement, const struct cert *root)
{
	const struct policy *policy = judgement->evidence->policy;

	if (root == NULL || policy == NULL)
		return "a private CA, as far as is known";
	return policy_is_public(policy, root)
	    ? "a public CA that these stores do not have, or no longer"
	    : "a private CA";
}

static void
report_untrusted(struct judgement *judgement, const struct gap *gap)
{
	CLEANUP(strbuf_clear) struct strbuf stores = STRBUF_INIT(TEXT_MAX);
	const struct path *path = judgement->best;
	const struct cert *end = path->certs[path->len - 1].cert;
	bool is_root = path->end == PATH_SELF_SIGNED;

	list_stores(&stores, judgement->evidence);
	report_add(judgement->report, FINDING_UNTRUSTED_ROOT, end,
	    "The chain ends at \"%s\" (%s), which is in none of the trust "
	    "stores (%s): %s.%s",
	    is_root ? end->label : end->issuer_label,
	    is_root ? end->subject : end->issuer, strbuf_text(&stores),
	    kind_of_ca(judgement, is_root ? end : NULL),
	    gap->has_other_key
		? " A store has a CA of that name, but with another key."
		: is_root ? ""
			  : " Should it be no root, then it is an intermediate "
			    "that is not sent.");
}

static void
report_bad_signature(struct judgement *judgement, const struct gap *gap)
{
	report_add(judgement->report, FINDING_BAD_SIGNATURE, gap->below,
	    gap->is_unsupported
		? "The signature of \"%s\" by \"%s\" (%s) cannot be checked: "
		  "its algorithm or key is not supported."
		: "\"%s\" names \"%s\" as its issuer, but that key did not "
		  "make its signature (%s).",
	    gap->below->label, gap->sent->label, gap->below->signature.text);
}

static void
report_critical(
    struct judgement *judgement, enum finding_code code, const char *detail)
{
	report_add(judgement->report, code, NULL, "%s", detail)->severity =
	    SEVERITY_CRITICAL;
	report_sort(judgement->report);
}

/* The issuer of a CA is unknown to everybody: a link that was left out, or the
 * root, which need not be sent? Public CAs say where their issuers can be had;
 * until that is fetched, it tells the two apart. */
static bool
is_rather_the_root(const struct judgement *judgement, const struct gap *gap)
{
	const struct path *path = judgement->best;

	if (gap->has_other_key)
		return true;
	return path->len > 1 && gap->below->aia_issuer_count == 0;
}

static void
look_at_gap(struct judgement *judgement)
{
	const struct gap *gap = &judgement->gap;

	switch (gap->kind) {
	case GAP_NONE: break;
	case GAP_NOT_SENT: report_missing(judgement, gap); break;
	case GAP_WRONG_SENT: report_wrong(judgement, gap); break;
	case GAP_BAD_SIGNATURE: report_bad_signature(judgement, gap); break;
	case GAP_UNKNOWN:
		if (is_rather_the_root(judgement, gap))
			report_untrusted(judgement, gap);
		else
			report_missing(judgement, gap);
		break;
	case GAP_LOOP:
		report_critical(judgement, FINDING_CERTIFICATE_LOOP,
		    "The certificates certify each other in a circle; none "
		    "of them leads to a trusted root.");
		break;
	case GAP_TOO_DEEP:
		report_critical(judgement, FINDING_PATH_TOO_LONG,
		    "No path reaches a trusted root within the depth that "
		    "was allowed.");
		break;
	case GAP_TOO_COSTLY:
	case GAP_END: break;
	}
}

static void
look_at_end(struct judgement *judgement)
{
	const struct path *path = judgement->best;

	if (path == NULL || path->end != PATH_SELF_SIGNED)
		return;
	if (path->len > 1) {
		report_untrusted(judgement, &judgement->gap);
		return;
	}
	report_add(judgement->report, FINDING_SELF_SIGNED, judgement->leaf,
	    "\"%s\" is signed by its own key and is in no trust store.",
	    judgement->leaf->label);
}

static void
look_at_trust(struct judgement *judgement)
{
	if (size_hides_cause(judgement))
		return;
	look_at_gap(judgement);
	look_at_end(judgement);
}

const struct check check_trust = {
    .name = "trust",
    .report = look_at_trust,
};
