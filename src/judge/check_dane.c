/*
 * What DNS says of the certificates by TLSA records, where that is proven (RFC
 * 6698, RFC 7671). What clients of trust stores make of the chain is another
 * question: neither `valid` nor any path hangs on it.
 */
#include "judge/judgement.h"

#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

#define TEXT_MAX 2000
#define SHOWN_MAX 4
#define MAX_KEYS_TRIED \
	2 /* of records that hold a CA's key, each with a cost \
	   */

/* One that a record may speak of. */
struct candidate {
	const struct cert *cert;
	bool is_first;	  /* sent first: what the server has the key of */
	bool is_above;	  /* sent, and above the first by signatures */
	bool is_in_valid; /* above it in a path that is valid */
};

struct candidates {
	ARRAY(struct candidate) list;
};

static struct candidate *
add(struct candidates *candidates, const struct cert *cert)
{
	struct candidate *added;

	ARRAY_EACH (candidate, &candidates->list) {
		if (cert_equal(candidate->cert, cert))
			return candidate;
	}
	added = ARRAY_ADD(&candidates->list);
	added->cert = cert;
	return added;
}

static void
add_path(struct candidates *candidates, const struct path *path)
{
	bool is_valid = path_is_valid(path), is_sent = true;

	if (path->certs[0].index != 0)
		return;
	for (size_t i = 1; i < path->len; i++) {
		struct candidate *candidate =
		    add(candidates, path->certs[i].cert);

		is_sent = is_sent && path->certs[i].index >= 0;
		candidate->is_above |= is_sent;
		candidate->is_in_valid |= is_valid;
	}
}

static void
collect(const struct judgement *judgement, struct candidates *candidates)
{
	const struct chain *presented = judgement->evidence->presented;

	add(candidates, presented->certs[0])->is_first = true;
	ARRAY_EACH (path, &judgement->paths.paths)
		add_path(candidates, path);
}

static bool
has_valid(const struct candidates *candidates)
{
	ARRAY_EACH (candidate, &candidates->list) {
		if (candidate->is_in_valid)
			return true;
	}
	return false;
}

static bool
may_speak_of(const struct candidates *candidates, const struct tlsa *record,
    const struct candidate *candidate)
{
	switch ((enum tlsa_usage)record->usage) {
	case TLSA_PKIX_TA: return candidate->is_in_valid;
	case TLSA_PKIX_EE: return candidate->is_first && has_valid(candidates);
	case TLSA_DANE_TA: return candidate->is_above;
	case TLSA_DANE_EE: return candidate->is_first;
	}
	return false;
}

static bool
speaks_of_any(const struct candidates *candidates, const struct tlsa *record)
{
	ARRAY_EACH (candidate, &candidates->list) {
		if (may_speak_of(candidates, record, candidate) &&
		    tlsa_matches(record, candidate->cert))
			return true;
	}
	return false;
}

/* A record that holds the CA itself: the server need not send it. */
static bool
has_signed_any(const struct candidates *candidates, const struct tlsa *record,
    struct signature_cache *signatures)
{
	ARRAY_EACH (candidate, &candidates->list) {
		if ((candidate->is_first || candidate->is_above) &&
		    tlsa_signed(record, candidate->cert, signatures))
			return true;
	}
	return false;
}

/* A bit for each record that fits. */
static uint64_t
match(const struct dane *dane, const struct candidates *candidates,
    struct signature_cache *signatures)
{
	uint64_t matches = 0;
	unsigned tried = 0;

	for (size_t i = 0; i < dane->records.len && i < DANE_MAX_RECORDS; i++) {
		const struct tlsa *record = &dane->records.items[i];
		bool is_match;

		if (dane_fault(dane, record) != NULL)
			continue;
		is_match = speaks_of_any(candidates, record);
		if (!is_match && record->usage == TLSA_DANE_TA &&
		    record->matching == TLSA_EXACT && tried++ < MAX_KEYS_TRIED)
			is_match =
			    has_signed_any(candidates, record, signatures);
		if (is_match)
			matches |= (uint64_t)1 << i;
	}
	return matches;
}

/* The record to publish for what is served: of the kind there is already;
 * NULL: it is there. */
static char *
record_to_publish(const struct dane *dane, const struct cert *first)
{
	struct strbuf buf = STRBUF_INIT(TEXT_MAX);
	uint8_t usage = TLSA_DANE_EE, selector = TLSA_KEY,
		matching = TLSA_SHA256;

	ARRAY_EACH (record, &dane->records) {
		if (dane_fault(dane, record) != NULL ||
		    (record->usage != TLSA_DANE_EE &&
			record->usage != TLSA_PKIX_EE))
			continue;
		if (tlsa_matches(record, first))
			return NULL;
		usage = record->usage;
		selector = record->selector;
		matching = record->matching;
		break;
	}
	strbuf_addf(&buf, "%s. IN TLSA ", dane->name);
	if (tlsa_format_for(&buf, first, usage, selector, matching))
		return strbuf_take(&buf);
	strbuf_clear(&buf);
	return NULL;
}

static void
list_records(struct strbuf *buf, const struct dane *dane)
{
	size_t shown = 0;

	ARRAY_EACH (record, &dane->records) {
		if (dane_fault(dane, record) != NULL)
			continue;
		if (shown++ >= SHOWN_MAX)
			continue;
		strbuf_add(buf, shown == 1 ? "" : ", ");
		tlsa_format(buf, record);
	}
	if (shown > SHOWN_MAX)
		strbuf_addf(buf, " and %zu more", shown - SHOWN_MAX);
}

/* Why a record that speaks of something known does not count here. */
static void
add_near(struct strbuf *buf, const struct dane *dane,
    const struct candidates *candidates)
{
	ARRAY_EACH (record, &dane->records) {
		if (dane_fault(dane, record) != NULL)
			continue;
		ARRAY_EACH (candidate, &candidates->list) {
			if (!tlsa_matches(record, candidate->cert))
				continue;
			if (record->usage == TLSA_DANE_TA &&
			    !candidate->is_first)
				strbuf_addf(buf,
				    " One of them names \"%s\", which the "
				    "server does not send: clients that look "
				    "for it there do not find it (RFC 7671 "
				    "5.2.2).",
				    candidate->cert->label);
			else if (record->usage <= TLSA_PKIX_EE)
				strbuf_addf(buf,
				    " One of them names \"%s\", but asks for "
				    "a chain that is valid by trust stores "
				    "too, which this one is not.",
				    candidate->cert->label);
			else
				strbuf_addf(buf,
				    " One of them names \"%s\", but in a part "
				    "that it does not play here: usage %u.",
				    candidate->cert->label, record->usage);
			return;
		}
	}
}

static void
report_mismatch(struct judgement *judgement, const struct dane *dane,
    const struct candidates *candidates)
{
	CLEANUP(strbuf_clear) struct strbuf records = STRBUF_INIT(TEXT_MAX);
	CLEANUP(strbuf_clear) struct strbuf near = STRBUF_INIT(TEXT_MAX);
	const char *line = judgement->report->dane_record;

	list_records(&records, dane);
	add_near(&near, dane, candidates);
	report_add(judgement->report, FINDING_DANE_MISMATCH,
	    judgement->evidence->presented->certs[0],
	    "The TLSA records at %s are %s; none of them speaks of what is "
	    "served.%s%s%s",
	    dane->name, strbuf_text(&records), strbuf_text(&near),
	    line == NULL ? "" : " To publish for it: ",
	    line == NULL ? "" : line);
}

static void
report_unusable(struct judgement *judgement, const struct dane *dane)
{
	struct report *report = judgement->report;
	const char *fault = dane_fault(dane, &dane->records.items[0]);
	const char *line = report->dane_record;

	report_add(report, FINDING_DANE_MISMATCH,
	    judgement->evidence->presented->certs[0],
	    "Clients pass over all %zu TLSA records at %s: the first %s. They "
	    "go on as if there were none.%s%s",
	    dane->records.len, dane->name, fault,
	    line == NULL ? "" : " To publish: ", line == NULL ? "" : line)
	    ->severity = SEVERITY_WARNING;
	report_sort(report);
}

static bool
has_usable(const struct dane *dane)
{
	ARRAY_EACH (record, &dane->records) {
		if (dane_fault(dane, record) == NULL)
			return true;
	}
	return false;
}

static void
compare(struct judgement *judgement, const struct dane *dane)
{
	struct report *report = judgement->report;
	struct candidates candidates = {0};

	collect(judgement, &candidates);
	report->dane_matches = match(dane, &candidates, judgement->signatures);
	if (!has_usable(dane))
		report_unusable(judgement, dane);
	else if (report->dane_matches == 0)
		report_mismatch(judgement, dane, &candidates);
	ARRAY_CLEAR(&candidates.list);
}

static void
report_missing(struct judgement *judgement, const struct dane *dane)
{
	struct report *report = judgement->report;
	const char *line = report->dane_record;

	if (dane->state == DANE_INSECURE)
		report_add(report, FINDING_DANE_MISSING, NULL,
		    "The configuration asks for TLSA records. There are some "
		    "at %s, but in a zone that is not signed, so that none of "
		    "them counts.",
		    dane->name);
	else
		report_add(report, FINDING_DANE_MISSING, NULL,
		    "The configuration asks for TLSA records, and there is "
		    "none at %s.%s%s",
		    dane->name, line == NULL ? "" : " To publish: ",
		    line == NULL ? "" : line);
}

static void
look_at_records(struct judgement *judgement)
{
	const struct evidence *evidence = judgement->evidence;
	struct report *report = judgement->report;
	const struct dane *dane = evidence->dane;

	report->is_dane_open = evidence->dane_wish != DANE_OFF &&
	    (dane == NULL || dane->state == DANE_UNKNOWN);
	if (dane == NULL || evidence->presented->len == 0)
		return;
	report->dane = dane_ref((struct dane *)dane);
	report->dane_record =
	    record_to_publish(dane, evidence->presented->certs[0]);
	switch (dane->state) {
	case DANE_UNKNOWN: break;
	case DANE_SECURE: compare(judgement, dane); break;
	case DANE_ABSENT:
	case DANE_INSECURE:
		if (evidence->dane_wish == DANE_REQUIRE)
			report_missing(judgement, dane);
		break;
	case DANE_BOGUS:
		report_add(report, FINDING_DANE_BOGUS, NULL,
		    "What DNS says at %s cannot be proven, as it should be: "
		    "%s. Clients that go by it do not connect.",
		    dane->name,
		    dane->reason == NULL ? "DNSSEC validation failed"
					 : dane->reason);
		break;
	}
}

const struct check check_dane = {
    .name = "dane",
    .report = look_at_records,
    .is_for_whole = true,
};
