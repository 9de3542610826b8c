/*
 * struct target_state: what we remember of a target between two looks. Small:
 * there is one for each of up to 100,000 targets.
 */
#pragma once

#include <stdint.h>

#include "model/failure.h"
#include "model/target.h"
#include "model/verdict.h"

struct target_state {
	struct ip_address address;
	const char *front;	/* lent by the endpoint, or NULL */
	uint64_t reach_history; /* last 64 looks, newest in bit 0; 1: reached */
	uint8_t look_count;	/* valid bits in it, at most 64 */
	uint8_t last_failure;	/* enum failure of the last look */
	bool is_seen;		/* a chain was seen at least once */
	int64_t last_look_at;	/* wall seconds; 0: never */
	int64_t chain_since;	/* since when the current chain is shown */
	struct verdict *current;  /* last chain seen; kept while unreachable */
	struct verdict *good;	  /* last chain without warning or worse */
	struct verdict *previous; /* shown before current; for mixed-chain */
	uint8_t alternations;	  /* changes back to the one before, in a row */
};

void target_state_clear(struct target_state *state);
