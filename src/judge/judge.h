/*
 * The judge: (evidence, policy, now) -> report. A function: no socket, file,
 * clock or log. Used by inspect for live targets and by `chainwatch lint`.
 */
#pragma once

#include <stdint.h>

#include "model/evidence.h"
#include "model/report.h"

struct judge_options {
	/* leaf-expiring and breaks-before-leaf, where the evidence does not
	 * say: how long before the end, as the smaller of a fixed time and a
	 * share of the lifetime */
	int64_t warning_s, critical_s;
	unsigned warning_percent, critical_percent; /* of the lifetime left */
	/* budgets: named limits on what one judgement may cost */
	unsigned max_depth; /* intermediates between leaf and anchor; those
			     * that a CA issued to itself are not counted (RFC
			     * 5280 6.1) */
	unsigned max_paths; /* complete ones, and as many dead ends */
	unsigned max_signature_cost; /* see pki/signature.h */
	/* no client profile is asked: report->clients stays empty, and nothing
	 * is said of any; for measuring what they cost */
	bool is_without_clients;
};

extern const struct judge_options judge_options_default;

/* Never NULL; one reference. */
struct report *judge(const struct evidence *evidence,
    const struct judge_options *options, int64_t now);
