/*
 * Judging with what can be had; see completion.h. Which answers belong to the
 * evidence is seen from the report: those for certificates whose issuer is
 * wanted, or was filled in from what was fetched. So a verdict does not hang
 * on what happened to be asked for somebody else.
 */
#include "inspect/completion.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/histogram.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "inspect/revocation_gather.h"
#include "model/issuer_answer.h"

#define MAX_ANSWERS 64
#define MAX_ASKED 8 /* at once */
#define MAX_STEPS 8 /* more levels than any chain has missing */

struct gathering {
	const struct completion *completion;
	ARRAY(struct issuer_answer) answers;
	struct texts *urls;
	int64_t next_at; /* the first of them to be asked again */
	bool has_grown;
};

static void
ask(struct gathering *gathering, const char *url)
{
	if (gathering->urls->len < MAX_ASKED &&
	    !texts_has(gathering->urls, url))
		texts_add(gathering->urls, url);
}

static void
add_answer(struct gathering *gathering, const struct issuer_answer *answer)
{
	if (answer->kind == ISSUER_ANSWER_UNREACHABLE &&
	    answer->failures < gathering->completion->min_failures)
		return;
	ARRAY_EACH (there, &gathering->answers) {
		if (strcmp(there->url, answer->url) == 0)
			return;
	}
	if (gathering->answers.len == MAX_ANSWERS)
		return;
	*ARRAY_ADD(&gathering->answers) = *answer;
	gathering->has_grown = true;
}

enum need {
	NEED_ISSUER, /* one URL after the other, until its issuer came */
	NEED_KNOWN,  /* its issuer came; what is known of it */
	NEED_ALL,
};

/* The next to be asked of a certificate's URLs, and the answers of the others.
 */
static void
gather_cert(
    struct gathering *gathering, const struct cert *cert, enum need need)
{
	for (size_t i = 0;
	     i < cert->aia_issuer_count && i < COMPLETION_MAX_URLS; i++) {
		const char *url = cert->aia_issuers[i];
		bool is_stale = true;
		int64_t next_at = TIMESTAMP_NEVER;
		const struct issuer_answer *answer = aia_find(
		    gathering->completion->aia, url, &is_stale, &next_at);

		if (answer != NULL) {
			add_answer(gathering, answer);
			if (next_at < gathering->next_at)
				gathering->next_at = next_at;
		}
		if (!is_stale || (answer == NULL && need == NEED_KNOWN))
			continue;
		ask(gathering, url);
		if (need != NEED_ALL)
			return;
	}
}

static void
gather(struct gathering *gathering, const struct report *report)
{
	gathering->has_grown = false;
	gathering->next_at = TIMESTAMP_NEVER;
	texts_clear(gathering->urls);
	ARRAY_EACH (want, &report->wants) {
		if (want->kind == WANT_ISSUER)
			gather_cert(gathering, want->cert, NEED_ISSUER);
	}
	ARRAY_EACH (path, &report->paths) {
		for (size_t i = 1; i < path->chain->len; i++) {
			if (path->origins.items[i] == REPORT_FETCHED)
				gather_cert(gathering,
				    path->chain->certs[i - 1], NEED_KNOWN);
		}
	}
	if (!gathering->completion->is_asking_all)
		return;
	for (size_t i = 0; i < report->presented->len; i++)
		gather_cert(gathering, report->presented->certs[i], NEED_ALL);
}

void
completion_asks_clear(struct completion_asks *asks)
{
	texts_clear(&asks->urls);
	ARRAY_EACH (want, &asks->wants)
		want_clear(want);
	ARRAY_CLEAR(&asks->wants);
}

bool
completion_asks_any(const struct completion_asks *asks)
{
	return asks->urls.len > 0 || asks->wants.len > 0;
}

static bool
is_fetching_issuers(const struct completion *completion)
{
	return completion->aia != NULL && aia_is_enabled(completion->aia);
}

static bool
gather_all(struct gathering *gathering, struct revocation_gather *revocations,
    const struct report *report, struct completion_asks *asks)
{
	gathering->has_grown = false;
	if (is_fetching_issuers(gathering->completion))
		gather(gathering, report);
	revocation_gather_add(revocations, report, asks);
	return gathering->has_grown || revocations->has_grown;
}

/* What it rests on is asked for again then. */
static void
bound_report(struct report *report, int64_t next_at, int64_t now)
{
	if (next_at > now && next_at < report->holds_until)
		report->holds_until = next_at;
}

struct report *
completion_judge(const struct completion *completion,
    const struct evidence *evidence, const struct judge_options *options,
    int64_t now, struct completion_asks *ret_asks)
{
	struct evidence whole = *evidence;
	struct gathering gathering = {
	    .completion = completion,
	    .urls = &ret_asks->urls,
	    .next_at = TIMESTAMP_NEVER,
	};
	struct revocation_gather revocations = {
	    .completion = completion,
	    .next_at = TIMESTAMP_NEVER,
	    .wanted_next_at = TIMESTAMP_NEVER,
	};
	struct report *report;
	int64_t began_us = clock_measure_us();

	if (is_fetching_issuers(completion))
		whole.known[KNOWN_FETCHED] = aia_certs(completion->aia);
	report = judge(&whole, options, now);
	for (int step = 0; step < MAX_STEPS; step++) {
		if (!gather_all(&gathering, &revocations, report, ret_asks))
			break;
		whole.answers = gathering.answers.items;
		whole.answer_count = gathering.answers.len;
		whole.revocation_answers = revocations.answers.items;
		whole.revocation_answer_count = revocations.answers.len;
		report_unref(report);
		report = judge(&whole, options, now);
	}
	bound_report(report, gathering.next_at, now);
	bound_report(report, revocations.next_at, now);
	bound_report(report, revocations.wanted_next_at, now);
	ARRAY_CLEAR(&gathering.answers);
	revocation_gather_clear(&revocations);
	if (completion->spent != NULL)
		histogram_note_us(
		    completion->spent, clock_measure_us() - began_us);
	return report;
}

bool
completion_has_gap(const struct report *report)
{
	ARRAY_EACH (want, &report->wants) {
		if (want->kind == WANT_ISSUER)
			return true;
	}
	ARRAY_EACH (path, &report->paths) {
		if (!path->is_complete || !path->is_presented)
			return true;
	}
	ARRAY_EACH (finding, &report->findings) {
		if (finding->missing != NULL)
			return true;
	}
	/* a store that refuses may be bridged to */
	ARRAY_EACH (store, &report->stores) {
		if (!store->is_valid)
			return true;
	}
	return false;
}

uint64_t
completion_generation(const struct completion *completion,
    const uint8_t (*digests)[CERT_SHA256_LEN], size_t count)
{
	uint64_t generation = HASH_START;

	if (completion->revocations == NULL)
		return 0;
	for (size_t i = 0; i < count; i++) {
		uint64_t one =
		    revocations_generation(completion->revocations, digests[i]);

		generation = hash_bytes(generation, &one, sizeof one);
	}
	return generation;
}
