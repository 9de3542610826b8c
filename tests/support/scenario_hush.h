/*
 * What a scenario says of being quiet (tests/scenarios/README): the monitor's
 * own faults, silences, acknowledgements. For scenario.c only.
 */
#pragma once

#include "base/strbuf.h"
#include "incident/fleet.h"
#include "model/window.h"

/* Starts zeroed. */
struct scenario_hush {
	ARRAY(struct window *) windows;
};

void scenario_hush_clear(struct scenario_hush *hush);
/* The duration that this option sets, or NULL. */
int64_t *scenario_hush_option(struct fleet_options *options, const char *name);
/* "N/DURATION": so many openings within it are flapping. */
bool scenario_hush_flapping(struct fleet_options *options, const char *value);
/* Does a line with this first word belong here? */
bool scenario_hush_is(const char *word);
bool scenario_hush_play(struct scenario_hush *hush, struct fleet *fleet,
    char **words, size_t count, int64_t now, struct batch *ret_batch,
    struct error *err);
