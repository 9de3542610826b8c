/*
 * Certificate Transparency (RFC 6962): enough timestamps for the browsers that
 * demand them of public CAs, by dated rules, and none that is not genuine. None
 * of it changes whether the chain is valid.
 *
 * What is not known counts in favour of the server: without a list of logs any
 * timestamp counts, with an old one those of logs that it does not name; and of
 * a file only what stands in the certificate can be seen, so nothing is missed.
 */
#include "judge/judgement.h"

#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "judge/programme.h"
#include "judge/timestamps.h"

#define TEXT_MAX 1500

/* Timestamps that count, of one set: each log once. */
struct tally {
	unsigned logs, operators, approved;
};

static bool
is_known(const struct report_sct *sct)
{
	return sct->log != NULL;
}

static bool
counts(const struct transparency *transparency, const struct report_sct *sct)
{
	switch (sct->standing) {
	case SCT_VALID: return sct->was_approved;
	case SCT_INVALID: return false;
	case SCT_UNKNOWN_LOG: return transparency->is_list_stale;
	case SCT_UNCHECKED: return !is_known(sct) || sct->was_approved;
	}
	return false;
}

/* Nobody knows whose an unknown log is: it may be anybody's. */
static bool
is_same_operator(const struct report_sct *a, const struct report_sct *b)
{
	return is_known(a) && is_known(b) &&
	    strcmp(a->operator, b->operator) == 0;
}

static bool
is_in(const struct report_sct *sct, bool has_embedded, bool has_beside)
{
	return sct->way == SCT_EMBEDDED ? has_embedded : has_beside;
}

static struct tally
tally_up(
    const struct transparency *transparency, bool has_embedded, bool has_beside)
{
	struct tally tally = {0};

	for (size_t i = 0; i < transparency->scts.len; i++) {
		const struct report_sct *sct = &transparency->scts.items[i];
		bool is_new_log = true, is_new_operator = true;

		if (!counts(transparency, sct) ||
		    !is_in(sct, has_embedded, has_beside))
			continue;
		for (size_t k = 0; k < i; k++) {
			const struct report_sct *other =
			    &transparency->scts.items[k];

			if (!counts(transparency, other) ||
			    !is_in(other, has_embedded, has_beside))
				continue;
			if (memcmp(sct->log_id, other->log_id,
				SCT_LOG_ID_LEN) == 0)
				is_new_log = false;
			if (is_same_operator(sct, other))
				is_new_operator = false;
		}
		tally.logs += is_new_log;
		tally.operators += is_new_log && is_new_operator;
		tally.approved +=
		    is_new_log && (!is_known(sct) || sct->is_approved);
	}
	return tally;
}

static unsigned
wanted_by(const struct policy_rule *rule, const struct cert *leaf)
{
	return policy_is_longer(leaf, rule->days) ? rule->longer_scts
						  : rule->scts;
}

/* Embedded ones must have been approved when they were made, and one of them
 * now; where some came beside the certificate, fewer do that are approved. */
static bool
is_content(const struct transparency *transparency,
    const struct policy_rule *rule, const struct cert *leaf)
{
	struct tally embedded = tally_up(transparency, true, false);
	struct tally beside = tally_up(transparency, false, true);
	struct tally all = tally_up(transparency, true, true);

	if (embedded.logs >= wanted_by(rule, leaf) &&
	    embedded.operators >= rule->operators && embedded.approved > 0)
		return true;
	return beside.approved > 0 && all.approved >= rule->beside &&
	    all.operators >= rule->operators;
}

struct demands {
	const struct policy_rule *rules[POLICY_PROGRAMME_COUNT];
	unsigned discontent; /* 1u << programme */
};

static struct demands
find_demands(
    const struct judgement *judgement, struct transparency *transparency)
{
	const struct cert *leaf = judgement->leaf;
	struct demands demands = {{NULL}, 0};

	transparency->is_enough = true;
	if (!programme_is_public(judgement) || judgement->served.is_absent)
		return demands;
	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		const struct policy_rule *rule =
		    policy_transparency(judgement->evidence->policy,
			(enum policy_programme)i, leaf->not_before);

		demands.rules[i] = rule;
		if (rule == NULL)
			continue;
		if (wanted_by(rule, leaf) > transparency->wanted)
			transparency->wanted = wanted_by(rule, leaf);
		if (!is_content(transparency, rule, leaf))
			demands.discontent |= 1u << i;
	}
	transparency->is_enough = demands.discontent == 0;
	return demands;
}

static void
say_number(struct strbuf *buf, unsigned number, const char *what)
{
	if (number == 0)
		strbuf_addf(buf, "no %s", what);
	else
		strbuf_addf(
		    buf, "%u %s%s", number, what, number == 1 ? "" : "s");
}

/* "Chrome, Firefox 135 and later": each rule once. */
static void
say_discontent(struct strbuf *buf, const struct demands *demands)
{
	bool is_first = true;

	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		const struct policy_rule *rule = demands->rules[i];
		bool is_said = (demands->discontent >> i & 1u) == 0;

		for (int k = 0; k < i && !is_said; k++)
			is_said = demands->rules[k] == rule;
		if (is_said)
			continue;
		strbuf_addf(buf, "%s%s", is_first ? "" : ", ",
		    rule->clients != NULL
			? rule->clients
			: policy_programme_words((enum policy_programme)i));
		is_first = false;
	}
}

static void
say_what_counts(struct strbuf *buf, const struct transparency *transparency)
{
	struct tally all = tally_up(transparency, true, true);
	unsigned unknown = transparency_count(transparency, SCT_UNKNOWN_LOG);

	say_number(buf, all.logs, "timestamp");
	if (transparency->list == NULL)
		strbuf_add(buf, " of distinct logs");
	else
		strbuf_add(buf, all.logs == 1 ? " that counts" : " that count");
	if (all.logs > 1 && transparency->list != NULL)
		strbuf_addf(buf, ", of %u operator%s, %u of logs approved now",
		    all.operators, all.operators == 1 ? "" : "s", all.approved);
	if (unknown > 0 && !transparency->is_list_stale)
		strbuf_addf(buf, ", and %u of logs that the list does not name",
		    unknown);
}

static void
report_too_few(struct judgement *judgement,
    const struct transparency *transparency, const struct demands *demands)
{
	CLEANUP(strbuf_clear) struct strbuf has = STRBUF_INIT(TEXT_MAX);
	CLEANUP(strbuf_clear) struct strbuf who = STRBUF_INIT(TEXT_MAX);
	const struct cert *leaf = judgement->leaf;
	const struct policy_rule *rule = NULL;
	struct finding *finding;

	say_what_counts(&has, transparency);
	say_discontent(&who, demands);
	for (int i = 0; i < POLICY_PROGRAMME_COUNT && rule == NULL; i++) {
		if (demands->discontent >> i & 1u)
			rule = demands->rules[i];
	}
	finding = report_add(judgement->report, FINDING_TOO_FEW_SCTS, leaf,
	    "\"%s\" came with %s. In a certificate of its lifetime %u are "
	    "wanted, of logs of at least %u operator%s, one of them approved "
	    "now; or %u in the handshake or a staple. Refused by %s.",
	    leaf->label, strbuf_text(&has), wanted_by(rule, leaf),
	    rule->operators, rule->operators == 1 ? "" : "s", rule->beside,
	    strbuf_text(&who));
	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		if (demands->discontent >> i & 1u)
			finding_add_rule(finding, demands->rules[i]->name,
			    demands->rules[i]->source);
	}
}

static void
report_invalid(struct judgement *judgement,
    const struct transparency *transparency, const char *fault)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX);

	if (fault != NULL)
		strbuf_addf(&text, " It %s.", fault);
	ARRAY_EACH (sct, &transparency->scts) {
		char when[TIMESTAMP_TEXT_MAX];

		if (sct->standing == SCT_INVALID)
			strbuf_addf(&text, " Of %s, %s, %s: %s.",
			    is_known(sct) ? sct->log : "an unknown log",
			    timestamp_words(sct->timestamp_ms / 1000, when),
			    names_text(&sct_way_names, sct->way), sct->why);
	}
	if (text.len > 0)
		report_add(judgement->report, FINDING_SCT_INVALID,
		    judgement->leaf,
		    "Timestamps that came with \"%s\" are not genuine.%s",
		    judgement->leaf->label, strbuf_text(&text));
}

static void
look_at_report(struct judgement *judgement)
{
	CLEANUP(free) char *fault = NULL;
	struct transparency *transparency;
	struct demands demands;

	if (judgement->evidence->transparency == NULL ||
	    judgement->leaf == NULL)
		return;
	transparency = timestamps_read(judgement, &fault);
	judgement->report->transparency = transparency;
	demands = find_demands(judgement, transparency);
	if (demands.discontent != 0 && judgement->evidence->tls_version != 0)
		report_too_few(judgement, transparency, &demands);
	report_invalid(judgement, transparency, fault);
}

const struct check check_transparency = {
    .name = "transparency",
    .report = look_at_report,
    .is_for_whole = true,
};
