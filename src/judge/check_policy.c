/*
 * Dated rules: CAs that root programmes refuse for this certificate, or will
 * before it ends; lifetimes that are too long for their date of issue; keys and
 * signatures below what a policy demands beyond the judge's own least. None of
 * it changes whether the chain is valid.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"
#include "judge/programme.h"

#define TEXT_MAX 1500
#define DAY_S 86400

/* Programmes that refuse one root, at their times. */
struct refusals {
	const struct cert *root;
	struct programme_view views[POLICY_PROGRAMME_COUNT];
	int64_t first; /* the earliest of them */
};

static void
say_programmes(struct strbuf *buf, unsigned programmes)
{
	size_t left = 0, said = 0;

	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++)
		left += (programmes >> i & 1u) != 0;
	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		if ((programmes >> i & 1u) == 0)
			continue;
		strbuf_addf(buf, "%s%s",
		    said == 0		  ? ""
			: said + 1 < left ? ", "
					  : " and ",
		    policy_programme_words((enum policy_programme)i));
		said++;
	}
}

static void
say_clients(
    struct strbuf *buf, const struct policy_rule *rule, unsigned programmes)
{
	if (rule->clients != NULL && programmes == rule->programmes)
		strbuf_add(buf, rule->clients);
	else
		say_programmes(buf, programmes);
}

static void
say_issue(
    struct strbuf *buf, const struct policy_rule *rule, const struct cert *leaf)
{
	char is[TIMESTAMP_TEXT_MAX], limit[TIMESTAMP_TEXT_MAX];

	if (rule->sct_after != TIMESTAMP_NEVER && leaf->earliest_sct_ms != 0)
		strbuf_addf(buf,
		    "the certificate was logged on %s, later than %s",
		    timestamp_words(leaf->earliest_sct_ms / 1000, is),
		    timestamp_words(rule->sct_after, limit));
	else if (rule->sct_after != TIMESTAMP_NEVER)
		strbuf_addf(buf,
		    "the certificate begins on %s, later than %s, and has no "
		    "timestamp from before",
		    timestamp_words(leaf->not_before, is),
		    timestamp_words(rule->sct_after, limit));
	else if (rule->issued_after != TIMESTAMP_NEVER)
		strbuf_addf(buf, "the certificate begins on %s, later than %s",
		    timestamp_words(leaf->not_before, is),
		    timestamp_words(rule->issued_after, limit));
	else
		strbuf_addf(buf,
		    "the certificate begins on %s, earlier than %s",
		    timestamp_words(leaf->not_before, is),
		    timestamp_words(rule->issued_before, limit));
}

static void
say_rule(struct strbuf *buf, const struct policy_rule *rule,
    int64_t refused_from, const struct cert *leaf)
{
	char when[TIMESTAMP_TEXT_MAX];

	switch (rule->kind) {
	case POLICY_DISTRUST: say_issue(buf, rule, leaf); break;
	case POLICY_REMOVE:
		strbuf_addf(buf, "that root is out of their store from %s on",
		    timestamp_words(refused_from, when));
		return;
	case POLICY_TERM:
		strbuf_addf(buf,
		    "roots with keys of that age are out of their store from "
		    "%s on",
		    timestamp_words(refused_from, when));
		return;
	case POLICY_LIFETIME:
	case POLICY_KEY:
	case POLICY_SIGNATURE:
	case POLICY_SHORT_LIVED:
	case POLICY_LACK:
	case POLICY_TRANSPARENCY:
	case POLICY_KEEP: return;
	}
	if (rule->from != 0)
		strbuf_addf(
		    buf, "; from %s on", timestamp_words(refused_from, when));
}

/* All programmes of one rule and time in one sentence. */
static void
say_refusals(struct strbuf *buf, const struct refusals *refusals,
    const struct cert *leaf)
{
	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		const struct programme_view *view = &refusals->views[i];
		unsigned programmes = 0;
		bool is_first = true;

		for (int k = 0; k < POLICY_PROGRAMME_COUNT; k++) {
			const struct programme_view *other =
			    &refusals->views[k];

			if (view->rule == NULL || other->rule != view->rule ||
			    other->refused_from != view->refused_from)
				continue;
			is_first = is_first && k >= i;
			programmes |= 1u << k;
		}
		if (view->rule == NULL || !is_first)
			continue;
		strbuf_add(buf, " Refused by ");
		say_clients(buf, view->rule, programmes);
		strbuf_add(buf, ": ");
		say_rule(buf, view->rule, view->refused_from, leaf);
		strbuf_add_char(buf, '.');
	}
}

static void
set_sources(struct finding *finding, const struct refusals *refusals)
{
	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		const struct policy_rule *rule = refusals->views[i].rule;

		if (rule != NULL)
			finding_add_rule(finding, rule->name, rule->source);
	}
}

static void
report_distrusted(struct judgement *judgement, const struct refusals *refusals)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX);
	struct finding *finding;

	say_refusals(&text, refusals, judgement->leaf);
	if (judgement->report->is_valid)
		strbuf_add(&text,
		    " Clients that go by what lies in the trust stores alone "
		    "accept it still.");
	finding = report_add(judgement->report, FINDING_DISTRUSTED_AUTHORITY,
	    refusals->root, "The chain of \"%s\" stands under \"%s\".%s",
	    judgement->leaf->label, refusals->root->label, strbuf_text(&text));
	set_sources(finding, refusals);
}

static void
report_leaving(struct judgement *judgement, const struct refusals *refusals)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX);
	char ends[TIMESTAMP_TEXT_MAX];
	struct finding *finding;

	say_refusals(&text, refusals, judgement->leaf);
	finding = report_add(judgement->report, FINDING_ROOT_LEAVING,
	    refusals->root,
	    "The chain of \"%s\" stands under \"%s\"; it would last until %s, "
	    "but will be refused before.%s",
	    judgement->leaf->label, refusals->root->label,
	    timestamp_words(judgement->report->breaks_at - 1, ends),
	    strbuf_text(&text));
	set_sources(finding, refusals);
	if (refusals->first - judgement->now > PROGRAMME_NEAR_S)
		finding->severity = SEVERITY_NOTICE;
	report_sort(judgement->report);
}

/* Those of the views, of one root, that have come or are to come. */
static bool
pick(const struct judgement *judgement,
    const struct programme_view views[POLICY_PROGRAMME_COUNT],
    const struct cert *root, bool has_come, struct refusals *ret_refusals)
{
	bool found = false;

	*ret_refusals =
	    (struct refusals){.root = root, .first = TIMESTAMP_NEVER};
	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		if (views[i].rule == NULL || !cert_equal(views[i].root, root) ||
		    (views[i].refused_from <= judgement->now) != has_come)
			continue;
		ret_refusals->views[i] = views[i];
		if (views[i].refused_from < ret_refusals->first)
			ret_refusals->first = views[i].refused_from;
		found = true;
	}
	return found;
}

static void
look_at_programmes(struct judgement *judgement)
{
	struct programme_view views[POLICY_PROGRAMME_COUNT];
	struct refusals refusals;

	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++)
		views[i] = programme_view(judgement, (enum policy_programme)i);
	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		bool is_said = views[i].root == NULL;

		for (int k = 0; k < i && !is_said; k++)
			is_said = is_said ||
			    (views[k].root != NULL &&
				cert_equal(views[k].root, views[i].root));
		if (is_said)
			continue;
		if (pick(judgement, views, views[i].root, true, &refusals))
			report_distrusted(judgement, &refusals);
		if (judgement->report->is_valid &&
		    pick(judgement, views, views[i].root, false, &refusals))
			report_leaving(judgement, &refusals);
	}
}

static void
say_lifetime(struct strbuf *buf, const struct cert *cert)
{
	int64_t seconds = cert->not_after - cert->not_before + 1;

	strbuf_addf(buf, "%lld days", (long long)(seconds / DAY_S));
	if (seconds % DAY_S == 1)
		strbuf_add(buf, " and a second");
	else if (seconds % DAY_S != 0)
		strbuf_addf(
		    buf, " and %lld seconds", (long long)(seconds % DAY_S));
}

static void
look_at_lifetime(struct judgement *judgement, bool is_public)
{
	CLEANUP(strbuf_clear) struct strbuf lifetime = STRBUF_INIT(TEXT_MAX);
	const struct cert *leaf = judgement->leaf;
	const struct policy_rule *rule = policy_lifetime(
	    judgement->evidence->policy, leaf->not_before, is_public);
	char from[TIMESTAMP_TEXT_MAX], begins[TIMESTAMP_TEXT_MAX];

	if (rule == NULL || judgement->served.is_absent ||
	    leaf->not_before > leaf->not_after ||
	    !policy_is_longer(leaf, rule->days))
		return;
	say_lifetime(&lifetime, leaf);
	finding_add_rule(
	    report_add(judgement->report, FINDING_LIFETIME_TOO_LONG, leaf,
		"\"%s\" begins on %s and lives for %s, both ends counted; for "
		"what is issued from %s on, %u days are the most.",
		leaf->label, timestamp_words(leaf->not_before, begins),
		strbuf_text(&lifetime), timestamp_words(rule->from, from),
		rule->days),
	    rule->name, rule->source);
}

static void
look_at_key(
    struct judgement *judgement, const struct cert *cert, bool is_public)
{
	const struct policy_rule *rule = policy_key(judgement->evidence->policy,
	    cert->key.kind, cert->not_before, is_public);
	struct finding *finding;

	if (rule == NULL || (unsigned)cert->key.bits >= rule->bits ||
	    path_find_fault(judgement->best, FINDING_WEAK_KEY, cert) != NULL)
		return;
	finding = report_add(judgement->report, FINDING_WEAK_KEY, cert,
	    "\"%s\" has a key of %s; the policy demands %u bits.", cert->label,
	    cert->key.text, rule->bits);
	finding_add_rule(finding, rule->name, rule->source);
	finding->severity = SEVERITY_WARNING;
}

static void
look_at_signature(
    struct judgement *judgement, const struct cert *cert, bool is_public)
{
	const struct policy_rule *rule = policy_signature(
	    judgement->evidence->policy, cert->not_before, is_public);
	int bits = cert->signature.security_bits;
	struct finding *finding;

	if (rule == NULL || bits < 0 || bits >= rule->digest_bits ||
	    path_find_fault(judgement->best, FINDING_WEAK_SIGNATURE, cert) !=
		NULL)
		return;
	finding = report_add(judgement->report, FINDING_WEAK_SIGNATURE, cert,
	    "\"%s\" is signed with %s; the policy demands more.", cert->label,
	    cert->signature.text);
	finding_add_rule(finding, rule->name, rule->source);
	finding->severity = SEVERITY_WARNING;
}

/* Of the best path what was sent, below the root. */
static void
look_at_minimums(struct judgement *judgement, bool is_public)
{
	const struct path *best = judgement->best;

	for (size_t i = 0; i < best->len; i++) {
		if (best->certs[i].origin != REPORT_PRESENTED ||
		    path_is_root(best, i))
			continue;
		look_at_key(judgement, best->certs[i].cert, is_public);
		look_at_signature(judgement, best->certs[i].cert, is_public);
	}
	report_sort(judgement->report);
}

static void
look_at_policy(struct judgement *judgement)
{
	bool is_public;

	if (judgement->evidence->policy == NULL || judgement->best == NULL)
		return;
	is_public = programme_is_public(judgement);
	look_at_programmes(judgement);
	look_at_lifetime(judgement, is_public);
	look_at_minimums(judgement, is_public);
}

const struct check check_policy = {
    .name = "policy",
    .report = look_at_policy,
};
