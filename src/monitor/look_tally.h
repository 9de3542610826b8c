/*
 * struct look_tally: how looks ended and how long their stages took, counted
 * since the start.
 */
#pragma once

#include <stdint.h>

#include "base/histogram.h"
#include "model/observation.h"

struct look_tally {
	uint64_t ended[FAILURE_COUNT]; /* FAILURE_NONE: well */
	struct histogram late;	       /* began so long after they were due */
	struct histogram dial, talk, handshake, whole;
};

void look_tally_note(
    struct look_tally *tally, const struct observation *observation);
/* There was nothing to look at: names that did not resolve. */
void look_tally_note_failure(struct look_tally *tally, enum failure failure);
