/*
 * When evidence of revocation is asked for again: refreshed at about three
 * quarters of its life, or when the web server's cache says that it may have
 * changed, so that a responder may be down for the rest of it and nothing is
 * lost; what failed, longer and longer apart. A pure calculation.
 */
#pragma once

#include <stdint.h>

struct revocation_life {
	int64_t this_update, next_update; /* next_update: TIMESTAMP_NEVER or 0:
					   * it does not say */
	int64_t max_age_s;		  /* of the web; -1: it does not say */
	uint64_t spread; /* any number: what has the same life is not asked for
			  * at the same time */
};

/* What came now and is good is asked for again then. least_s: never sooner than
 * in that time. */
int64_t revocation_life_next(
    const struct revocation_life *life, int64_t now, int64_t least_s);
/* After so many failures in a row: doubling from first_s to most_s. */
int64_t revocation_life_retry(
    unsigned failures, int64_t now, int64_t first_s, int64_t most_s);
