/*
 * struct target_state: what we remember of a target between two looks. Small:
 * there is one for each of up to 100,000 targets. Plain values and counted
 * references only, so that a store can write it down and read it back.
 */
#pragma once

#include <stdint.h>

#include "model/failure.h"
#include "model/target.h"
#include "model/verdict.h"

#define TARGET_STATE_RECENT 4 /* chains shown before the current one */

struct target_state {
	struct place place;
	uint8_t look_count;	 /* looks that count in reach_history, <= 64;
				  * of a variant: refusals in a row */
	uint8_t last_failure;	 /* enum failure of the last look */
	uint8_t alternations;	 /* changes back to a recent chain */
	uint8_t steady_looks;	 /* looks in a row that showed current */
	bool is_seen : 1;	 /* a chain was seen at least once */
	bool is_reached : 1;	 /* the last look showed a chain */
	bool is_fresh : 1;	 /* looked at since a chain of its endpoint last
				  * changed: fit to be compared */
	bool is_mixed : 1;	 /* it alternates between chains */
	bool is_down_told : 1;	 /* the summary of the first pass named it */
	bool is_intercepted : 1; /* its last look was not believed: it stood
				  * under an issuer in the monitor's path */
	uint8_t provider;	 /* enum provider_id; target_state_via */
	/* target_state_moment of wall seconds: */
	uint32_t last_look_at; /* 0: never */
	uint32_t chain_since;  /* since when the current chain is shown */
	uint32_t gone_at;      /* since when DNS does not name it; 0: it does */
	const struct endpoint_front *front; /* lent by the endpoint */
	union {
		/* last 64 looks, newest in bit 0; 1: reached */
		uint64_t reach_history;
		/* Of a variant, which has no such history: since when it shows
		 * a chain that the usual look may show by now, too. 0: no. */
		int64_t doubt_since;
	};
	struct verdict *current; /* last chain seen; kept while unreachable */
	struct verdict *good;	 /* last valid chain with nothing of warning or
				  * worse; NULL: none yet */
	/* starts of the ids of chains shown before current, newest first */
	uint32_t recent[TARGET_STATE_RECENT];
};

/* Wall seconds as they stand in a state, until the year 2106: what lies beyond
 * either end is the nearest that can be said. */
uint32_t target_state_moment(int64_t at);
void target_state_clear(struct target_state *state);
/* How it was come by. state may be NULL: nothing is known of that. */
struct endpoint_via target_state_via(const struct target_state *state);
void target_state_set_via(
    struct target_state *state, const struct endpoint_via *via);
/* Its endpoint is configured differently: its front is that one's. */
void target_state_follow(
    struct target_state *state, const struct endpoint *endpoint);
