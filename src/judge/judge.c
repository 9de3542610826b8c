/*
 * The judge: search all paths, judge each, choose the one to speak of, say what
 * is wrong with it and with what was sent, leave out what follows from
 * something else, and say what to serve instead.
 */
#include "judge/judge.h"

#include <assert.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "judge/cause.h"
#include "judge/horizon.h"
#include "judge/judgement.h"
#include "judge/repair.h"
#include "judge/served.h"
#include "judge/verify.h"

#define DAY_S 86400
#define STORES_TEXT_MAX 1000
/* Comparisons of names with constraints in one judgement, about 20 ms; the
 * first path is looked at whatever it costs, which OpenSSL limits. */
#define NAME_WORK_MAX ((size_t)4 << 20)

/* The shares leave room for automation that renews when a third of the lifetime
 * is left: 47-day certificates warn at 11 days, not at 15. */
const struct judge_options judge_options_default = {
    .warning_s = (int64_t)21 * DAY_S,
    .critical_s = (int64_t)7 * DAY_S,
    .warning_percent = 25,
    .critical_percent = 10,
    .max_depth = 20,
    .max_paths = 100,
    .max_signature_cost = 640,
};

/* In the order in which they speak; a later one may look at what an earlier one
 * has reported. */
static const struct check *const checks[] = {
    &check_key,
    &check_constraints,
    &check_name_constraints,
    &check_validity,
    &check_revocation,
    &check_staple,
    &check_signature,
    &check_hostname,
    &check_trust,
    &check_size,
    &check_aia,
    &check_expectation,
    &check_dane,
    &check_chain,
    &check_leftover,
    &check_protocol,
    &check_policy,
    &check_transparency,
    &check_key_ids,
    &check_profile,
    &check_names,
    &check_clients,
    &check_refusal,
    &check_stores,
};

#define CHECK_COUNT (sizeof checks / sizeof checks[0])

static void
judge_paths(struct judgement *judgement, struct path_set *set)
{
	size_t work = 0;

	for (size_t i = 0; i < set->paths.len; i++) {
		struct path *path = &set->paths.items[i];

		work += verify_name_work(path);
		if (i > 0 && work > NAME_WORK_MAX) {
			path_set_cut(set, i);
			return;
		}
		for (size_t k = 0; k < CHECK_COUNT; k++) {
			if (checks[k]->path != NULL)
				checks[k]->path(judgement, path);
		}
	}
}

static bool
has_valid_path(const struct judgement *judgement)
{
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (path_is_valid(path))
			return true;
	}
	return false;
}

static void
search(struct judgement *judgement, bool has_known, struct path_set *set)
{
	const struct path_limits limits = {
	    .max_depth = judgement->options->max_depth,
	    .max_paths = judgement->options->max_paths,
	};

	path_set_clear(set);
	path_search(judgement->evidence, judgement->served.leaf, has_known,
	    &limits, judgement->signatures, set);
	judge_paths(judgement, set);
}

static bool
has_known(const struct evidence *evidence)
{
	for (int from = 0; from < KNOWN_COUNT; from++) {
		if (evidence->known[from] != NULL &&
		    cert_set_len(evidence->known[from]) > 0)
			return true;
	}
	return false;
}

/* What the server did not send is looked at only where that is not enough. */
static void
find_paths(struct judgement *judgement)
{
	search(judgement, false, &judgement->paths);
	if (!has_valid_path(judgement) && has_known(judgement->evidence))
		search(judgement, true, &judgement->paths);
}

/* Does a do better than b in place of what ends first? */
static bool
succeeds_better(const struct path *a, const struct path *b)
{
	if (a->known_count != b->known_count)
		return a->known_count < b->known_count;
	return a->not_after > b->not_after;
}

/* What is sent works, but not for as long as the leaf: does anybody know of an
 * issuer that lasts longer, such as the same intermediate issued anew? */
static void
find_successor(struct judgement *judgement)
{
	int64_t breaks_at = judgement->report->breaks_at;

	if (breaks_at == 0 || breaks_at > judgement->leaf->not_after ||
	    horizon_severity(judgement, breaks_at) == SEVERITY_OK ||
	    !has_known(judgement->evidence))
		return;
	search(judgement, true, &judgement->later);
	ARRAY_EACH (path, &judgement->later.paths) {
		if (path->end == PATH_ANCHORED && path->known_count > 0 &&
		    path->faults.len == 0 && path->not_after >= breaks_at &&
		    (judgement->successor == NULL ||
			succeeds_better(path, judgement->successor)))
			judgement->successor = path;
	}
}

static int
compare_counts(size_t a, size_t b)
{
	return a > b ? 1 : a < b ? -1 : 0;
}

/* Which of two paths says more about what is wrong: above all the one that
 * comes closest to being accepted. Positive: a. */
static int
compare_paths(const struct path *a, const struct path *b)
{
	int by;

	if ((by = path_is_valid(a) - path_is_valid(b)) != 0 ||
	    (by = path_is_presented(a) - path_is_presented(b)) != 0 ||
	    (by = (a->end == PATH_ANCHORED) - (b->end == PATH_ANCHORED)) != 0)
		return by;
	if (a->end == PATH_ANCHORED) {
		if ((by = compare_counts(b->faults.len, a->faults.len)) != 0 ||
		    (by = compare_counts(b->known_count, a->known_count)) != 0)
			return by;
		if ((by = compare_counts(b->len, a->len)) != 0)
			return by;
		return (a->issuers_not_after > b->issuers_not_after) -
		    (a->issuers_not_after < b->issuers_not_after);
	}
	if ((by = (a->end == PATH_SELF_SIGNED) -
		    (b->end == PATH_SELF_SIGNED)) != 0 ||
	    (by = compare_counts(a->presented_count, b->presented_count)) !=
		0 ||
	    (by = compare_counts(b->known_count, a->known_count)) != 0)
		return by;
	return compare_counts(b->faults.len, a->faults.len);
}

/* Best first; among equals the order of the search stays. */
static void
sort_paths(struct judgement *judgement)
{
	struct path *items = judgement->paths.paths.items;

	for (size_t i = 1; i < judgement->paths.paths.len; i++) {
		for (size_t k = i;
		     k > 0 && compare_paths(&items[k], &items[k - 1]) > 0;
		     k--) {
			struct path moved = items[k];

			items[k] = items[k - 1];
			items[k - 1] = moved;
		}
	}
	if (judgement->paths.paths.len > 0)
		judgement->best = &items[0];
}

/* What to send in place of an intermediate that has ended or was revoked: its
 * CA's other certificate, where one is known that works. */
static char *
name_successor(const struct judgement *judgement, const struct fault *fault)
{
	const struct chain *suggested = judgement->report->suggested;
	bool is_revoked = fault->code == FINDING_INTERMEDIATE_REVOKED;
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX];

	if (fault->code != FINDING_INTERMEDIATE_EXPIRED && !is_revoked)
		suggested = NULL;
	for (size_t i = 1; suggested != NULL && i < suggested->len; i++) {
		const struct cert *cert = suggested->certs[i];

		if (!cert_equal(cert, fault->cert) &&
		    path_same_ca(cert, fault->cert))
			return mem_printf(
			    " Another certificate of the same CA works: "
			    "SHA-256 %s.",
			    cert_fingerprint(cert->sha256, fingerprint));
	}
	return mem_strdup(is_revoked
		? " No other certificate of that CA is known that works: the "
		  "server's certificate has to be issued again, under another."
		: "");
}

/* The faults of the best path; what lies in certificates that the server did
 * not send is no fault of what it sent. */
static void
report_faults(struct judgement *judgement)
{
	const struct path *best = judgement->best;

	for (size_t i = 0; i < best->len; i++) {
		if (report_origin_is_known(best->certs[i].origin))
			continue;
		ARRAY_EACH (fault, &best->faults) {
			CLEANUP(free) char *successor = NULL;
			struct finding *finding;

			if (fault->cert != best->certs[i].cert)
				continue;
			successor = name_successor(judgement, fault);
			finding = report_add(judgement->report, fault->code,
			    fault->cert, "%s%s", fault->detail, successor);
			/* whatever its weight elsewhere: here it shuts out */
			finding->severity = SEVERITY_CRITICAL;
		}
	}
}

static char *
stores_of(const struct judgement *judgement, const struct cert *anchor)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(STORES_TEXT_MAX);
	const struct evidence *evidence = judgement->evidence;

	for (size_t i = 0; i < evidence->store_count; i++) {
		if (trust_store_has(evidence->stores[i], anchor->sha256))
			strbuf_addf(&buf, "%s%s", buf.len == 0 ? "" : ", ",
			    evidence->stores[i]->name);
	}
	return mem_strdup(strbuf_text(&buf));
}

static char *
describe_end(const struct path *path)
{
	const struct cert *last = path->certs[path->len - 1].cert;

	switch (path->end) {
	case PATH_ANCHORED: return NULL;
	case PATH_SELF_SIGNED:
		return mem_printf("\"%s\" is in no trust store", last->label);
	case PATH_NO_ISSUER:
	case PATH_NOT_SIGNED:
		return mem_printf("\"%s\", the issuer of \"%s\", is not there",
		    last->issuer_label, last->label);
	case PATH_LOOP: return mem_strdup("it goes round in a circle");
	case PATH_TOO_DEEP: return mem_strdup("it is longer than is allowed");
	}
	return NULL;
}

static void
report_path(struct judgement *judgement, const struct path *path)
{
	struct report_path *to = ARRAY_ADD(&judgement->report->paths);
	struct cert **certs = mem_new(path->len, sizeof *certs);

	for (size_t i = 0; i < path->len; i++) {
		certs[i] = (struct cert *)path->certs[i].cert;
		*ARRAY_ADD(&to->origins) = path->certs[i].origin;
	}
	to->chain = chain_new(certs, path->len);
	free(certs);
	to->is_complete = path->end == PATH_ANCHORED;
	to->is_presented = path_is_presented(path);
	to->is_valid = path_is_valid(path);
	to->not_after = path->not_after;
	if (to->is_complete)
		to->anchor_stores =
		    stores_of(judgement, path->certs[path->len - 1].cert);
	to->error = describe_end(path);
	if (to->error == NULL && path->faults.len > 0)
		to->error = mem_strdup(path->faults.items[0].detail);
}

static void
judge_leaf(struct judgement *judgement)
{
	struct report *report = judgement->report;

	judgement->leaf =
	    judgement->evidence->presented->certs[judgement->served.leaf];
	judgement->is_name_covered = judgement->evidence->name == NULL ||
	    hostname_matches_cert(judgement->evidence->name, judgement->leaf);
	if (!judgement->is_name_covered)
		served_find_fitting(judgement);
	find_paths(judgement);
	sort_paths(judgement);
	judgement->gap = gap_find(judgement);
	served_find_needed(judgement);
	report->has_more_paths = judgement->paths.has_more;
	report->is_valid =
	    has_valid_path(judgement) && !judgement->served.is_misplaced;
	if (report->is_valid)
		report->breaks_at = horizon_breaks_at(judgement);
	find_successor(judgement);
	ARRAY_EACH (path, &judgement->paths.paths)
		report_path(judgement, path);
	repair_suggest(judgement);
	report_faults(judgement);
}

/* Nobody may take a chain for good because nothing was said of it. No input is
 * known that comes here; should there be one, it is told, and nobody's daemon
 * ends of it. */
static void
refuse_aloud(struct report *report)
{
	if (report->is_valid || report->severity >= SEVERITY_CRITICAL)
		return;
	report_add(report, FINDING_UNTRUSTED_ROOT, NULL,
	    "No way from what was sent to a trusted root is acceptable, for a "
	    "reason that the judge cannot name.");
	report_sort(report);
}

/* The horizon takes in what parts of the answer hang on. */
static int64_t
holds_until(const struct judgement *judgement)
{
	int64_t until = horizon_holds_until(judgement);

	if (judgement->parts_hold_until != 0 &&
	    judgement->parts_hold_until < until)
		return judgement->parts_hold_until;
	return until;
}

/* Signatures and verifier are there, all else comes of the evidence. */
static struct report *
judge_by(struct judgement *judgement)
{
	const struct evidence *evidence = judgement->evidence;
	struct report *report = judgement->report = report_new();

	report->presented = chain_ref((struct chain *)evidence->presented);
	report->judged_at = judgement->now;
	sources_read(evidence, &judgement->sources);
	served_find_leaf(evidence, &judgement->served);
	if (judgement->served.leaf >= 0)
		judge_leaf(judgement);
	for (size_t i = 0; i < CHECK_COUNT; i++) {
		if (checks[i]->report != NULL &&
		    !(judgement->is_part && checks[i]->is_for_whole))
			checks[i]->report(judgement);
	}
	cause_suppress(report);
	refuse_aloud(report);
	report->holds_until = holds_until(judgement);

	path_set_clear(&judgement->paths);
	path_set_clear(&judgement->later);
	served_clear(&judgement->served);
	sources_clear(&judgement->sources);
	return report;
}

struct report *
judgement_part(
    const struct judgement *judgement, const struct evidence *evidence)
{
	struct judgement part = {
	    .evidence = evidence,
	    .options = judgement->options,
	    .now = judgement->now,
	    .signatures = judgement->signatures,
	    .verifier = judgement->verifier,
	    .is_part = true,
	};

	return judge_by(&part);
}

struct report *
judge(const struct evidence *evidence, const struct judge_options *options,
    int64_t now)
{
	struct judgement judgement = {
	    .evidence = evidence,
	    .options = options,
	    .now = now,
	    .signatures = signature_cache_new(options->max_signature_cost),
	    .verifier = verifier_new(),
	};
	struct report *report;

	assert(options->max_paths > 0);
	report = judge_by(&judgement);
	signature_cache_free(judgement.signatures);
	free(judgement.forecasts);
	verifier_free(judgement.verifier);
	return report;
}
