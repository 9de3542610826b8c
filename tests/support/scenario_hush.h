/*
 * What a scenario says of being quiet (tests/scenarios/README): the monitor's
 * own faults. For scenario.c only.
 */
#pragma once

#include "base/strbuf.h"
#include "incident/fleet.h"

/* Starts zeroed. */
struct scenario_hush {
	char *fault; /* in words; NULL: none */
};

void scenario_hush_clear(struct scenario_hush *hush);
/* Plays a line that begins with one of ours; false: it is none of ours. */
bool scenario_hush_play(struct scenario_hush *hush, struct fleet *fleet,
    char **words, size_t count);
