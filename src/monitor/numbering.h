/* Gives events what they get at their commit: a running number, and an id of
 * 128 random bits that stays theirs at every delivery. */
#pragma once

#include "incident/fleet.h"

struct numbering {
	uint64_t last_sequence;
};

void numbering_give(struct numbering *numbering, struct batch *batch);
