/*
 * What becomes of a delivery after an attempt: (answer, tries, chance) ->
 * done, again later, or buried. Pure; the numbers are the promises.
 *
 * A receiver in trouble (unreachable, 5xx, 408, 425, 429) is tried for as long
 * as it takes, later and later. One that refuses this message (other 4xx, a
 * redirect) is tried a few times, in case its owner repairs it, and then the
 * message is a dead letter; 410 Gone is one at once. Outages before do not
 * count as such tries.
 */
#pragma once

#include "net/http.h"

#define DELIVERY_FIRST_MS 2000	      /* the bound of the first wait */
#define DELIVERY_MOST_MS (15 * 60000) /* the bound of all later ones */
#define DELIVERY_LEAST_MS 250
#define DELIVERY_RETRY_AFTER_MAX_S 21600 /* no receiver silences us longer */
#define DELIVERY_REFUSED_TRIES 12	 /* about two hours */

enum delivery_action {
	DELIVERY_DONE,
	DELIVERY_RETRY,
	DELIVERY_BURY,
};

/* What an attempt came to, whoever carried it. */
enum delivery_verdict {
	DELIVERY_TAKEN,
	DELIVERY_TROUBLE, /* of the receiver, with whatever it is given */
	DELIVERY_REFUSED, /* this message; perhaps not the next time */
	DELIVERY_REFUSED_FOR_GOOD,
};

#define DELIVERY_WORDS_MAX 256

struct delivery_outcome {
	enum delivery_verdict verdict;
	int64_t retry_after_s; /* that the receiver asks for; 0: nothing */
	char words[DELIVERY_WORDS_MAX]; /* for people, safe to print */
	/* Refused by these alone, whom the next attempt is for; lent. NULL: by
	 * all. */
	const char *lacking;
	bool is_taken_by_some; /* the others of this attempt have it */
};

struct delivery_plan {
	enum delivery_action action;
	int64_t wait_ms;      /* of a retry */
	bool is_sink_trouble; /* others of the sink would fare no better */
	bool is_refusal;      /* of this message */
};

/* What failed before; refusals are of the attempts. */
struct delivery_tries {
	unsigned attempts, refusals;
};

/* chance: any random number; it spreads the waits ("full jitter"). */
struct delivery_plan delivery_plan(const struct http_result *result,
    struct delivery_tries before, uint32_t chance);
struct delivery_plan delivery_plan_after(const struct delivery_outcome *outcome,
    struct delivery_tries before, uint32_t chance);
/* is_400_final: nobody will repair what the receiver calls a bad request. */
struct delivery_outcome delivery_outcome_of(
    const struct http_result *result, bool is_400_final);
/* The wait after so many attempts in a row. */
int64_t delivery_backoff_ms(unsigned attempts, uint32_t chance);
/* In words for people: "HTTP status 503", "connection refused"; at most cap
 * bytes with the NUL. */
void delivery_words(const struct http_result *result, char *text, size_t cap);
