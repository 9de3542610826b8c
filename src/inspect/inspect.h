/*
 * The use case that daemon and command share: probe a target, judge what it
 * showed. A memo answers for chains already judged, so that in the steady
 * state nothing is parsed and nothing judged.
 */
#pragma once

#include "base/clock.h"
#include "inspect/completion.h"
#include "inspect/dane_book.h"
#include "inspect/known_issuers.h"
#include "judge/judge.h"
#include "model/observation.h"
#include "model/ct_logs.h"
#include "model/policy.h"
#include "model/verdict.h"
#include "probe/probe.h"

struct inspector;

struct inspector_options {
	struct judge_options judge; /* all zero: judge_options_default */
	size_t max_memo;	    /* verdicts remembered */
	size_t max_certs; /* parsed CA certificates shared, issuers known */
	int64_t fetch_wait_ms; /* at most, for issuers and what tells of
				* revocation to be fetched, before it is told
				* what is known */
};

extern const struct inspector_options inspector_options_default;

struct inspect;

struct inspection {
	struct inspect *inspect;	 /* for inspect_take_observation */
	struct target target;		 /* lent */
	struct observation *observation; /* lent for the call */
	struct verdict *verdict;	 /* lent; NULL: no chain was seen */
	struct report *report;		 /* lent; NULL when the memo answered */
	bool is_from_memo;
	int64_t waited_ms; /* for issuers to be fetched, after the probe */
};

typedef void (*inspect_fn)(void *arg, const struct inspection *inspection);

struct inspector *inspector_new(struct loop *loop, const struct clock *clock,
    struct prober *prober, const struct inspector_options *options);
void inspector_free(struct inspector *inspector);
CLEANUP_DEFINE(struct inspector, inspector_free)
/* The stores by name; takes references. Replaces one of that name; its
 * generation decides which verdicts still hold. */
void inspector_set_store(
    struct inspector *inspector, struct trust_store *store);
void inspector_drop_store(struct inspector *inspector, const char *name);
/* Dated rules; takes a reference. NULL: none. Its generation decides which
 * verdicts still hold. */
void inspector_set_policy(struct inspector *inspector, struct policy *policy);
/* The clock has jumped: what was judged by the time it showed is judged anew,
 * and what DNS said is asked for anew. */
void inspector_forget(struct inspector *inspector);
/* Transparency logs; the same. */
void inspector_set_logs(struct inspector *inspector, struct ct_logs *logs);
/* Other thresholds: every chain is judged anew when it is seen again. */
void inspector_set_judge(
    struct inspector *inspector, const struct judge_options *options);

/*
 * Issuers that servers do not send, in the order in which they are tried:
 * those that others of the fleet send are learnt by the way, and may be had
 * from an earlier run; then those the operator gives (NULL: none; a
 * reference is taken); then what is fetched. What the completion asks is
 * borrowed; whoever waits for it is cancelled before it goes.
 */
void inspector_add_issuer(struct inspector *inspector, struct cert *cert);
void inspector_on_learnt(
    struct inspector *inspector, known_issuers_fn fn, void *arg);
void inspector_set_given(
    struct inspector *inspector, struct trust_store *given);
void inspector_set_completion(
    struct inspector *inspector, const struct completion *completion);

/* Borrowed; NULL: nobody asks for TLSA records. */
void inspector_set_dane(struct inspector *inspector, struct dane_book *dane);

/* Never calls fn before it returns. The inspect is gone when fn returns. */
struct inspect *inspect_start(struct inspector *inspector,
    const struct target *target, inspect_fn fn, void *arg);
void inspect_cancel(struct inspect *inspect);
/* Within inspect_fn: the observation is the caller's from now on. */
struct observation *inspect_take_observation(
    const struct inspection *inspection);
/* Judges an observation in full, memo or not, with the issuers at hand: for
 * events and commands. NULL when it shows no certificate. */
struct report *inspect_report(struct inspector *inspector,
    const struct target *target, const struct observation *observation,
    int64_t now);

struct inspector_counts {
	uint64_t inspections, judgements, memo_hits;
};
struct inspector_counts inspector_counts(const struct inspector *inspector);
/* How long judging took, each time. */
const struct histogram *inspector_judging(const struct inspector *inspector);
