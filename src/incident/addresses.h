/*
 * An endpoint's addresses come and go with DNS.
 *
 * One that goes is remembered for a day: when it comes back within it, it is no
 * new one, and what it shows is held against what it showed. Where addresses
 * have come back before, DNS hands them out by turns: then what was open at one
 * that goes is no news either, and stays open for a while, instead of ending
 * and opening at each turn.
 */
#pragma once

#include "incident/step.h"
#include "incident/watched.h"
#include "model/target.h"

#define ADDRESSES_ABSENT_KEEP_S 86400 /* the state of one that is gone */
#define ADDRESSES_ABSENT_MAX 256      /* of an endpoint; the oldest go first */
#define ADDRESSES_HOLD_LEAST_S 3600   /* what was open there, at least */
#define ADDRESSES_HOLD_TIMES 4	      /* ... and so often the longest absence */

/* The addresses there are now. Those that went for good are in the batch. */
void addresses_set(struct step *step, struct watched *watched,
    const struct target *targets, size_t count);
/* After a look: what waited for it ends, and what was held for too long. */
void addresses_settle(struct step *step, struct watched *watched);
/* The same endpoint, differently configured. */
void addresses_replace_endpoint(
    struct watched *watched, const struct endpoint *endpoint);
/* One that was absent before a restart; takes its state. */
void addresses_restore(
    struct watched *watched, struct target_state *take_state);
