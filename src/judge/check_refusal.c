/*
 * What follows from the clients' answers. A chain can be right and yet be
 * refused by a client that matters, now or from some day on. Where a finding
 * names the cause already, that finding says who refuses and gets the weight of
 * it; only what nothing else explains is client-refuses. Where the chain is not
 * valid for an ideal client, nothing is said here: the cause is told, and more
 * refusals would only repeat it.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"
#include "base/timestamp.h"
#include "clients/clients.h"
#include "judge/horizon.h"
#include "model/report_clients.h"

#define TEXT_MAX 4000

struct cause {
	enum client_reason reason;
	enum finding_code code;
};

/* Which findings explain which reasons; the first there is does. */
static const struct cause causes[] = {
    {CLIENT_REASON_MALFORMED, FINDING_MALFORMED_CERTIFICATE},
    {CLIENT_REASON_TOO_MANY_SENT, FINDING_CHAIN_TOO_LARGE},
    {CLIENT_REASON_TOO_LARGE, FINDING_CHAIN_TOO_LARGE},
    {CLIENT_REASON_TOO_MANY_STEPS, FINDING_CHAIN_TOO_LARGE},
    {CLIENT_REASON_TOO_MANY_STEPS, FINDING_CERTIFICATE_LOOP},
    {CLIENT_REASON_TOO_MANY_STEPS, FINDING_TOO_MANY_NAMES},
    {CLIENT_REASON_TOO_DEEP, FINDING_PATH_TOO_LONG},
    {CLIENT_REASON_NOT_SENT, FINDING_WRONG_ORDER},
    {CLIENT_REASON_NOT_IN_ORDER, FINDING_WRONG_ORDER},
    {CLIENT_REASON_NOT_IN_ORDER, FINDING_DUPLICATE_CERTIFICATE},
    {CLIENT_REASON_NOT_IN_ORDER, FINDING_CROSS_SIGN_EXPIRED},
    {CLIENT_REASON_NOT_IN_ORDER, FINDING_STALE_INTERMEDIATE},
    {CLIENT_REASON_NOT_IN_ORDER, FINDING_UNNEEDED_CERTIFICATE},
    {CLIENT_REASON_NOT_IN_ORDER, FINDING_ROOT_INCLUDED},
    {CLIENT_REASON_PICKED_WRONG, FINDING_STALE_INTERMEDIATE},
    {CLIENT_REASON_PICKED_WRONG, FINDING_UNNEEDED_CERTIFICATE},
    {CLIENT_REASON_EXTRA_UNTRUSTED, FINDING_CROSS_SIGN_EXPIRED},
    {CLIENT_REASON_EXTRA_UNTRUSTED, FINDING_UNNEEDED_CERTIFICATE},
    {CLIENT_REASON_UNTRUSTED, FINDING_CROSS_SIGN_EXPIRED},
    {CLIENT_REASON_EXPIRED, FINDING_CROSS_SIGN_EXPIRED},
    /* to some, the second of notAfter is past the end */
    {CLIENT_REASON_EXPIRED, FINDING_LEAF_EXPIRING},
    {CLIENT_REASON_EXPIRED, FINDING_BREAKS_BEFORE_LEAF},
    {CLIENT_REASON_EXPIRED, FINDING_STALE_INTERMEDIATE},
    {CLIENT_REASON_EXPIRED, FINDING_UNNEEDED_CERTIFICATE},
    {CLIENT_REASON_EXTRA_EXPIRED, FINDING_CROSS_SIGN_EXPIRED},
    {CLIENT_REASON_EXTRA_EXPIRED, FINDING_STALE_INTERMEDIATE},
    {CLIENT_REASON_EXTRA_EXPIRED, FINDING_UNNEEDED_CERTIFICATE},
    {CLIENT_REASON_DISTRUSTED, FINDING_DISTRUSTED_AUTHORITY},
    {CLIENT_REASON_NAME_IN_COMMON_NAME, FINDING_NO_SUBJECT_ALT_NAME},
    {CLIENT_REASON_NAME_IN_COMMON_NAME, FINDING_COMMON_NAME_NOT_LISTED},
    {CLIENT_REASON_NAME_WIDE, FINDING_WILDCARD_TOO_WIDE},
    {CLIENT_REASON_NAME_UNDERSCORE, FINDING_NAME_MALFORMED},
    {CLIENT_REASON_NAME_ADDRESS_AS_TEXT, FINDING_ADDRESS_AS_DNS_NAME},
    {CLIENT_REASON_LEAF_PURPOSE, FINDING_LEAF_EXTENDED_KEY_USAGE},
    {CLIENT_REASON_CA_PURPOSE, FINDING_CA_EXTENDED_KEY_USAGE},
    {CLIENT_REASON_LEAF_USAGE, FINDING_LEAF_KEY_USAGE},
    {CLIENT_REASON_CA_USAGE, FINDING_CA_KEY_USAGE},
    {CLIENT_REASON_NOT_A_CA, FINDING_BASIC_CONSTRAINTS_MISSING},
    {CLIENT_REASON_LEAF_IS_CA, FINDING_LEAF_IS_CA},
    {CLIENT_REASON_VERSION_1, FINDING_CERTIFICATE_VERSION},
    {CLIENT_REASON_PATH_LENGTH, FINDING_PATH_LENGTH_EXCEEDED},
    {CLIENT_REASON_CONSTRAINED, FINDING_NAME_CONSTRAINT_MALFORMED},
    {CLIENT_REASON_CONSTRAINED, FINDING_COMMON_NAME_NOT_LISTED},
    {CLIENT_REASON_CONSTRAINTS_UNKNOWN, FINDING_NAME_CONSTRAINT_MALFORMED},
    {CLIENT_REASON_CRITICAL, FINDING_UNKNOWN_CRITICAL_EXTENSION},
    {CLIENT_REASON_CRITICAL, FINDING_AUTHORITY_KEY_MALFORMED},
    {CLIENT_REASON_CRITICAL, FINDING_SUBJECT_KEY_MALFORMED},
    {CLIENT_REASON_WEAK_KEY, FINDING_WEAK_KEY},
    {CLIENT_REASON_KEY_KIND, FINDING_EXPLICIT_CURVE},
    {CLIENT_REASON_WEAK_SIGNATURE, FINDING_WEAK_SIGNATURE},
    {CLIENT_REASON_DOUBLE_EXTENSION, FINDING_DUPLICATE_EXTENSION},
    {CLIENT_REASON_CRITICAL_KEY_ID, FINDING_AUTHORITY_KEY_MALFORMED},
    {CLIENT_REASON_CRITICAL_KEY_ID, FINDING_SUBJECT_KEY_MALFORMED},
    {CLIENT_REASON_NOT_SENT, FINDING_AUTHORITY_KEY_MISMATCH},
    {CLIENT_REASON_STRICT_NO_AUTHORITY_KEY, FINDING_AUTHORITY_KEY_MISSING},
    {CLIENT_REASON_STRICT_NO_AUTHORITY_KEY, FINDING_AUTHORITY_KEY_MALFORMED},
    {CLIENT_REASON_STRICT_NO_AUTHORITY_KEY, FINDING_SUBJECT_KEY_MALFORMED},
    {CLIENT_REASON_STRICT_NO_SUBJECT_KEY, FINDING_SUBJECT_KEY_MALFORMED},
    {CLIENT_REASON_STRICT_NO_KEY_USAGE, FINDING_CA_KEY_USAGE},
    {CLIENT_REASON_STRICT_BASIC, FINDING_BASIC_CONSTRAINTS_MALFORMED},
    {CLIENT_REASON_STRICT_BASIC, FINDING_LEAF_KEY_USAGE},
    {CLIENT_REASON_STRICT_SAN, FINDING_CERTIFICATE_PROFILE},
    {CLIENT_REASON_MUST_STAPLE, FINDING_STAPLE_MISSING},
};

#define CAUSE_COUNT (sizeof causes / sizeof causes[0])

static struct finding *
find(struct report *report, enum finding_code code)
{
	ARRAY_EACH (finding, &report->findings) {
		if (finding->code == code)
			return finding;
	}
	return NULL;
}

/* Of what need not be sent: whatever a client has against such a certificate,
 * that it is there is the cause. */
static const enum finding_code leftovers[] = {
    FINDING_CROSS_SIGN_EXPIRED,
    FINDING_STALE_INTERMEDIATE,
    FINDING_UNNEEDED_CERTIFICATE,
};

static bool
is_about(const struct finding *finding, const struct cert *cert)
{
	return finding->has_fingerprint && cert != NULL &&
	    memcmp(finding->sha256, cert->sha256, CERT_SHA256_LEN) == 0;
}

static struct finding *
find_leftover(struct report *report, const struct cert *cert)
{
	for (size_t i = 0; i < sizeof leftovers / sizeof leftovers[0]; i++) {
		struct finding *finding = find(report, leftovers[i]);

		if (finding != NULL && is_about(finding, cert))
			return finding;
	}
	return NULL;
}

static struct finding *
find_cause(struct report *report, const struct client_verdict *verdict)
{
	struct finding *leftover = find_leftover(report, verdict->cert);

	if (leftover != NULL)
		return leftover;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		struct finding *finding = causes[i].reason == verdict->reason
		    ? find(report, causes[i].code)
		    : NULL;

		if (finding != NULL)
			return finding;
	}
	return NULL;
}

static enum severity
severity_of(const struct report *report, uint64_t which)
{
	return (which & report_clients_of(report, REPORT_CLIENT_REQUIRED)) != 0
	    ? SEVERITY_CRITICAL
	    : SEVERITY_WARNING;
}

PRINTF_LIKE(2, 3)
static void
append(struct finding *finding, const char *fmt, ...)
{
	char *before = finding->detail, *more;
	va_list ap;

	va_start(ap, fmt);
	more = mem_vprintf(fmt, ap);
	va_end(ap);
	finding->detail = mem_printf("%s%s", before, more);
	free(before);
	free(more);
}

static void
weigh(struct report *report, struct finding *finding, uint64_t which)
{
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(TEXT_MAX);

	report_clients_name(&names, report, which);
	/* that one says whose programmes refuse */
	if (finding->code != FINDING_DISTRUSTED_AUTHORITY)
		append(finding, " For this, the chain is refused by %s.",
		    strbuf_text(&names));
	finding->severity =
	    severity_worse(finding->severity, severity_of(report, which));
}

/* Does the operator trust something that is no root: a pinned server's
 * certificate, an intermediate? */
static bool
is_pinned(const struct judgement *judgement)
{
	const struct path *best = judgement->best;

	return best->end == PATH_ANCHORED &&
	    (best->len == 1 ||
		!best->certs[best->len - 1].cert->is_self_issued);
}

/* What can be known of a client from here: whoever pins tells what his own
 * clients hold, in a way that says nothing of the others' stores. */
static bool
is_known(const struct judgement *judgement, enum client_reason reason)
{
	return !is_pinned(judgement) ||
	    (reason != CLIENT_REASON_NOT_SELF_SIGNED &&
		reason != CLIENT_REASON_UNTRUSTED &&
		reason != CLIENT_REASON_NOT_SENT &&
		reason != CLIENT_REASON_NOT_SENT_NOR_FETCHED);
}

/* All that refuse for the same finding in one go, since it names them in one
 * sentence. Gives the refusing ones that no finding explains. */
static uint64_t
explain(const struct judgement *judgement, uint64_t refusing)
{
	struct report *report = judgement->report;
	uint64_t unexplained = 0;

	for (size_t i = 0; i < report->findings.len; i++) {
		struct finding *finding = &report->findings.items[i];
		uint64_t which = 0;

		for (size_t k = 0; k < report->clients.len; k++) {
			if ((refusing >> k & 1u) != 0 &&
			    find_cause(report, &judgement->forecasts[k].now) ==
				finding)
				which |= (uint64_t)1 << k;
		}
		if (which != 0)
			weigh(report, finding, which);
	}
	for (size_t k = 0; k < report->clients.len; k++) {
		const struct client_verdict *now = &judgement->forecasts[k].now;

		if ((refusing >> k & 1u) != 0 &&
		    is_known(judgement, now->reason) &&
		    find_cause(report, now) == NULL)
			unexplained |= (uint64_t)1 << k;
	}
	return unexplained;
}

/* "Java and Go: takes at most ... Python: ..." */
static void
report_refusals(const struct judgement *judgement, uint64_t which)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX);
	struct report *report = judgement->report;
	uint64_t left = which;

	for (size_t i = 0; left != 0; i++) {
		uint64_t alike;

		if ((left >> i & 1u) == 0)
			continue;
		alike = report_clients_alike(report, i, left);
		left &= ~alike;
		strbuf_add(&text, text.len == 0 ? "" : " ");
		report_clients_name(&text, report, alike);
		strbuf_addf(&text, ": %s.", report->clients.items[i].reason);
	}
	report_add(report, FINDING_CLIENT_REFUSES, NULL,
	    "The chain can be followed to a trusted root, but not by every "
	    "client. %s",
	    strbuf_text(&text))
	    ->severity = severity_of(report, which);
}

/* Where the operator named clients and none of them follows the programme, its
 * refusal is worth a note. */
static void
calm(const struct judgement *judgement, uint64_t matter)
{
	struct report *report = judgement->report;
	struct finding *now = find(report, FINDING_DISTRUSTED_AUTHORITY);
	struct finding *later = find(report, FINDING_ROOT_LEAVING);
	bool is_refused = false, is_to_be = false;

	if (!judgement->evidence->clients.is_given)
		return;
	for (size_t i = 0; i < report->clients.len; i++) {
		const struct client_forecast *f = &judgement->forecasts[i];

		if ((matter >> i & 1u) == 0)
			continue;
		is_refused = is_refused ||
		    (!f->now.accepts &&
			f->now.reason == CLIENT_REASON_DISTRUSTED);
		is_to_be = is_to_be ||
		    (f->now.accepts && f->breaks_at != TIMESTAMP_NEVER &&
			f->then.reason == CLIENT_REASON_DISTRUSTED);
	}
	if (now != NULL && !is_refused)
		now->severity = SEVERITY_NOTICE;
	if (later != NULL && !is_to_be)
		later->severity = SEVERITY_NOTICE;
}

/* Those that stop before the chain ends for all, by a dated rule of their
 * programme or for what else there is. */
static uint64_t
stopping(const struct judgement *judgement, uint64_t matter, bool is_by_rule)
{
	struct report *report = judgement->report;
	uint64_t which = 0;

	for (size_t i = 0; i < report->clients.len; i++) {
		if ((matter >> i & 1u) != 0 &&
		    report_clients_stops_early(report, i) &&
		    (judgement->forecasts[i].then.reason ==
			CLIENT_REASON_DISTRUSTED) == is_by_rule)
			which |= (uint64_t)1 << i;
	}
	return which;
}

/* As near as the end is, as much as these clients matter. */
static enum severity
severity_ahead(const struct judgement *judgement, size_t i, uint64_t which)
{
	const struct report *report = judgement->report;
	enum severity near = horizon_severity(
			  judgement, report->clients.items[i].breaks_at),
		      most = severity_of(report, which);

	return near < most ? near : most;
}

/* " Before that it ": what is told already comes later, or earlier. */
static void
report_stop(const struct judgement *judgement, size_t i, uint64_t which,
    enum severity severity, const char *then)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX);
	struct report *report = judgement->report;
	const struct report_client *client = &report->clients.items[i];
	const struct cert *cert = judgement->forecasts[i].then.cert;
	struct finding *told = find(report, FINDING_BREAKS_BEFORE_LEAF);
	struct finding *leftover = find_leftover(report, cert);
	char when[TIMESTAMP_TEXT_MAX];

	strbuf_addf(
	    &text, "stops on %s in ", timestamp_words(client->breaks_at, when));
	report_clients_name(&text, report, which);
	strbuf_add(&text, ", ");
	report_clients_because(
	    &text, client->breaks_reason, report_clients_count(which) > 1);
	if (leftover != NULL) {
		append(leftover, " The chain works today, and %s.",
		    strbuf_text(&text));
		leftover->severity =
		    severity_worse(leftover->severity, severity);
		return;
	}
	if (told != NULL) {
		append(told, " %s that it %s.", then, strbuf_text(&text));
		told->severity = severity_worse(told->severity, severity);
		return;
	}
	report_add(report, FINDING_BREAKS_BEFORE_LEAF, cert,
	    "Works today, %s; the server's certificate would last until %s.",
	    strbuf_text(&text),
	    timestamp_words(judgement->leaf->not_after, when))
	    ->severity = severity;
}

/* Those that stop as this one does, for the same reason: to some a certificate
 * ends with the second of its notAfter, to others after it. */
static uint64_t
stopping_with(const struct report *report, size_t first, uint64_t among)
{
	const struct report_client *like = &report->clients.items[first];
	uint64_t which = 0;

	for (size_t i = 0; i < report->clients.len; i++) {
		const struct report_client *client = &report->clients.items[i];

		if ((among >> i & 1u) != 0 &&
		    client->breaks_at - like->breaks_at <= 1 &&
		    strcmp(client->breaks_reason, like->breaks_reason) == 0)
			which |= (uint64_t)1 << i;
	}
	return which;
}

/* From the first that stops on, those that stop likewise together. What ends
 * the chain for all is later than each of them. */
static void
look_ahead(const struct judgement *judgement, uint64_t matter)
{
	struct report *report = judgement->report;
	bool has_end = find(report, FINDING_BREAKS_BEFORE_LEAF) != NULL;
	bool is_leaving = find(report, FINDING_ROOT_LEAVING) != NULL;
	uint64_t left = stopping(judgement, matter, false);
	int first;

	if (!is_leaving)
		left |= stopping(judgement, matter, true);
	while ((first = report_clients_first_to_stop(report, left)) >= 0) {
		uint64_t which = stopping_with(report, (size_t)first, left);
		enum severity severity =
		    severity_ahead(judgement, (size_t)first, which);

		left &= ~which;
		if (severity != SEVERITY_OK)
			report_stop(judgement, (size_t)first, which, severity,
			    has_end ? "Before" : "After");
	}
}

/* That a root leaves weighs as much as those who will not have it. */
static void
weigh_leaving(const struct judgement *judgement, uint64_t matter)
{
	struct report *report = judgement->report;
	struct finding *leaving = find(report, FINDING_ROOT_LEAVING);
	uint64_t which = stopping(judgement, matter, true);
	int first = report_clients_first_to_stop(report, which);

	while (leaving != NULL && first >= 0) {
		leaving->severity = severity_worse(leaving->severity,
		    severity_ahead(
			judgement, (size_t)first, (uint64_t)1 << first));
		which &= ~((uint64_t)1 << first);
		first = report_clients_first_to_stop(report, which);
	}
}

static void
look_at_refusals(struct judgement *judgement)
{
	struct report *report = judgement->report;
	uint64_t matter, unexplained;

	if (judgement->forecasts == NULL || judgement->leaf == NULL ||
	    judgement->served.is_absent)
		return;
	matter = report_clients_of(report, REPORT_CLIENT_WATCHED);
	calm(judgement, matter);
	if (report->is_valid) {
		unexplained =
		    explain(judgement, report_clients_refusing(report, matter));
		if (unexplained != 0)
			report_refusals(judgement, unexplained);
		weigh_leaving(judgement, matter);
		look_ahead(judgement, matter);
	}
	report_sort(report);
}

const struct check check_refusal = {
    .name = "refusal",
    .report = look_at_refusals,
    .is_for_whole = true,
};
