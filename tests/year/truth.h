/*
 * What must be told: made by who makes the world, from what happens in it and
 * from what the manual promises, without a line of the program under test.
 * What is told is held against it: each promise is kept once and in time, and
 * nothing else is told.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "model/event.h"

/* What a person takes an event for. */
enum truth_kind {
	TRUTH_ALARM,	/* something is wrong: opened, regressed, stalled */
	TRUTH_WORSE,	/* it has become worse */
	TRUTH_GROWN,	/* it is at more endpoints by now */
	TRUTH_OVER,	/* it is over */
	TRUTH_CHANGED,	/* a chain changed, and that is all */
	TRUTH_STARTED,	/* a rollout */
	TRUTH_FINISHED, /* ... did */
	TRUTH_KIND_COUNT,
};

#define TRUTH_ANY SIZE_MAX /* endpoint: whichever of the site's */

struct promise {
	enum truth_kind kind;
	enum finding_code finding; /* FINDING_COUNT: whatever it is */
	enum severity severity;	   /* of alarms */
	size_t site, endpoint;
	int64_t from, to;
	unsigned least, most; /* how often */
	unsigned seen;
	const char *why; /* the story; not freed */
};

struct truth {
	uint64_t seed;
	struct promise_list *sites;
	size_t site_count;
	int64_t held_from, held_until; /* truth_hold */
	uint64_t told[TRUTH_KIND_COUNT], kept, missed, unexpected;
};

void truth_init(struct truth *truth, uint64_t seed, size_t site_count);
void truth_clear(struct truth *truth);
/* Nothing can be seen in this time: what is promised comes so much later. */
void truth_hold(struct truth *truth, int64_t from, int64_t until);
void truth_promise(struct truth *truth, const struct promise *promise);
/* An event about an endpoint of that site; site_count - 1 stands for the
 * monitor itself, about which endpoint is 0. */
void truth_told(struct truth *truth, const struct event *event, size_t site,
    size_t endpoint);
/* Whatever should have been told before that time and was not is missed. */
void truth_settle(struct truth *truth, int64_t now);
/* What was missed or told without cause. */
uint64_t truth_wrong(const struct truth *truth);
