/* Dates ahead; see horizon.h. */
#include "judge/horizon.h"

#include "base/timestamp.h"
#include "judge/programme.h"
#include "judge/timestamps.h"
#include "model/report_clients.h"
#include "pki/ocsp_answer.h"

/* A fixed time is none for a certificate that does not live at least so many
 * times as long: automation renews when a third is left, and what is told with
 * every renewal is noise. */
#define WARNING_TIMES 3
#define CRITICAL_TIMES 5

struct nearness {
	int64_t warning_s, critical_s; /* before the end */
};

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What the operator wants, where it suits the lifetime; else, of our own, the
 * smaller of a time and a share. */
static int64_t
time_before(const struct threshold *wanted, int64_t lifetime, int times,
    int64_t own_s, unsigned own_percent)
{
	if (wanted->percent > 0)
		return lifetime / 100 * wanted->percent;
	if (wanted->seconds > 0 && wanted->seconds <= lifetime / times)
		return wanted->seconds;
	return smaller(own_s, lifetime / 100 * own_percent);
}

static struct nearness
nearness_of(const struct judgement *judgement)
{
	const struct judge_options *options = judgement->options;
	const struct thresholds *wanted = &judgement->evidence->thresholds;
	const struct cert *leaf = judgement->leaf;
	int64_t lifetime = leaf->not_after + 1 - leaf->not_before;
	struct nearness nearness;

	if (lifetime < 0)
		lifetime = 0;
	nearness.warning_s = time_before(&wanted->warning, lifetime,
	    WARNING_TIMES, options->warning_s, options->warning_percent);
	nearness.critical_s =
	    smaller(time_before(&wanted->critical, lifetime, CRITICAL_TIMES,
			options->critical_s, options->critical_percent),
		nearness.warning_s);
	return nearness;
}

enum severity
horizon_severity(const struct judgement *judgement, int64_t ends_at)
{
	struct nearness nearness = nearness_of(judgement);
	int64_t left = ends_at - judgement->now;

	if (left < nearness.critical_s)
		return SEVERITY_CRITICAL;
	return left < nearness.warning_s ? SEVERITY_WARNING : SEVERITY_OK;
}

static const enum finding_code date_faults[] = {
    FINDING_LEAF_EXPIRED,
    FINDING_LEAF_NOT_YET_VALID,
    FINDING_INTERMEDIATE_EXPIRED,
    FINDING_INTERMEDIATE_NOT_YET_VALID,
    FINDING_ROOT_EXPIRED,
};

static bool
is_of_dates(enum finding_code code)
{
	for (size_t i = 0; i < sizeof date_faults / sizeof date_faults[0];
	     i++) {
		if (date_faults[i] == code)
			return true;
	}
	return false;
}

/* Valid at some time, if not now: dates are its only fault. */
static bool
is_valid_in_time(const struct path *path)
{
	if (!path_is_presented(path))
		return false;
	ARRAY_EACH (fault, &path->faults) {
		if (!is_of_dates(fault->code))
			return false;
	}
	return true;
}

int64_t
horizon_breaks_at(const struct judgement *judgement)
{
	int64_t at = judgement->now;
	bool has_moved = true;

	while (has_moved) {
		has_moved = false;
		ARRAY_EACH (path, &judgement->paths.paths) {
			if (!is_valid_in_time(path) || path->not_before > at ||
			    path->not_after < at)
				continue;
			at = path->not_after + 1;
			has_moved = true;
		}
	}
	return at == judgement->now ? 0 : at;
}

const struct cert *
horizon_first_to_end(const struct judgement *judgement, int64_t breaks_at)
{
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (!is_valid_in_time(path) || path->not_after + 1 != breaks_at)
			continue;
		for (size_t i = 0; i < path->len; i++) {
			if (path->certs[i].cert->not_after == path->not_after)
				return path->certs[i].cert;
		}
	}
	return NULL;
}

static void
consider(const struct judgement *judgement, int64_t *earliest, int64_t at)
{
	if (at > judgement->now && at < *earliest)
		*earliest = at;
}

/* The seconds from which an end is so near that it is told. */
static void
consider_nearness(
    const struct judgement *judgement, int64_t *earliest, int64_t ends_at)
{
	struct nearness nearness = nearness_of(judgement);

	consider(judgement, earliest, ends_at - nearness.warning_s + 1);
	consider(judgement, earliest, ends_at - nearness.critical_s + 1);
}

static void
consider_cert(const struct judgement *judgement, int64_t *earliest,
    const struct cert *cert)
{
	if (cert->malformed != NULL)
		return;
	consider(judgement, earliest, cert->not_before);
	consider(judgement, earliest, cert->not_after + 1);
}

/* When a programme begins to refuse the chain, and when that is near. */
static void
consider_programmes(const struct judgement *judgement, int64_t *earliest)
{
	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		int64_t at = programme_view(judgement, (enum policy_programme)i)
				 .refused_from;

		if (at == TIMESTAMP_NEVER)
			continue;
		consider(judgement, earliest, at);
		consider(judgement, earliest, at - PROGRAMME_NEAR_S);
	}
}

static void
consider_paths(const struct judgement *judgement, int64_t *earliest,
    const struct path_set *set)
{
	ARRAY_EACH (path, &set->paths) {
		for (size_t i = 0; i < path->len; i++)
			consider_cert(judgement, earliest, path->certs[i].cert);
	}
}

/* When one begins to refuse, and when that is near. */
static void
consider_clients(const struct judgement *judgement, int64_t *earliest)
{
	const struct report *report = judgement->report;

	for (size_t i = 0; i < report->clients.len; i++) {
		const struct report_client *client = &report->clients.items[i];

		consider(judgement, earliest, client->breaks_at);
		if (judgement->leaf != NULL &&
		    client->weight > REPORT_CLIENT_IDLE &&
		    report_clients_stops_early(report, i))
			consider_nearness(
			    judgement, earliest, client->breaks_at);
	}
}

/* The signer of a list may stand beside every path. */
static void
consider_signers(const struct judgement *judgement, int64_t *earliest,
    const struct crl *crl, const struct cert_set *set)
{
	for (size_t i = 0; set != NULL && i < cert_set_len(set); i++) {
		const struct cert *cert = cert_set_at(set, i);

		if (cert->subject_hash == crl->issuer_hash)
			consider_cert(judgement, earliest, cert);
	}
}

static void
consider_list(
    const struct judgement *judgement, int64_t *earliest, const struct crl *crl)
{
	const struct evidence *evidence = judgement->evidence;

	consider(judgement, earliest, crl->this_update);
	if (crl->next_update != TIMESTAMP_NEVER)
		consider(judgement, earliest, crl->next_update + 1);
	for (size_t i = 0; i < evidence->store_count; i++)
		consider_signers(
		    judgement, earliest, crl, evidence->stores[i]->anchors);
	for (int from = 0; from < KNOWN_COUNT; from++)
		consider_signers(
		    judgement, earliest, crl, evidence->known[from]);
}

static void
consider_response(const struct judgement *judgement, int64_t *earliest,
    const struct ocsp *ocsp)
{
	ARRAY_EACH (single, &ocsp->singles) {
		consider(
		    judgement, earliest, single->this_update - OCSP_SKEW_S);
		consider(judgement, earliest,
		    (single->next_update != TIMESTAMP_NEVER
			    ? single->next_update
			    : single->this_update + OCSP_ENDLESS_S) +
			1);
	}
	consider(judgement, earliest, ocsp->produced_at - OCSP_SKEW_S);
	ARRAY_EACH (cert, &ocsp->certs)
		consider_cert(judgement, earliest, *cert);
}

/* When what is said of revocation begins to count, or ends. */
static void
consider_sources(const struct judgement *judgement, int64_t *earliest)
{
	const struct sources *sources = &judgement->sources;

	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < sources->pools[i].count; k++)
			consider_list(
			    judgement, earliest, sources->pools[i].crls[k]);
	}
	ARRAY_EACH (response, &sources->responses) {
		if (response->ocsp != NULL)
			consider_response(judgement, earliest, response->ocsp);
	}
}

/* When what lies ahead does so no more, and when the list becomes too old. */
static void
consider_transparency(const struct judgement *judgement, int64_t *earliest)
{
	const struct transparency *transparency =
	    judgement->report->transparency;

	if (transparency == NULL)
		return;
	if (transparency->list != NULL)
		consider(judgement, earliest,
		    transparency->list_made_at + CT_LOGS_STALE_S + 1);
	ARRAY_EACH (sct, &transparency->scts)
		consider(judgement, earliest,
		    sct->timestamp_ms / 1000 - TIMESTAMPS_FUTURE_S);
}

int64_t
horizon_holds_until(const struct judgement *judgement)
{
	const struct chain *presented = judgement->evidence->presented;
	int64_t earliest = TIMESTAMP_NEVER;

	for (size_t i = 0; i < presented->len; i++)
		consider_cert(judgement, &earliest, presented->certs[i]);
	consider_paths(judgement, &earliest, &judgement->paths);
	consider_paths(judgement, &earliest, &judgement->later);
	consider_clients(judgement, &earliest);
	consider_transparency(judgement, &earliest);
	consider_sources(judgement, &earliest);
	if (judgement->leaf == NULL)
		return earliest;
	consider_programmes(judgement, &earliest);
	consider_nearness(judgement, &earliest, judgement->leaf->not_after + 1);
	consider_nearness(judgement, &earliest, judgement->report->breaks_at);
	return earliest;
}
