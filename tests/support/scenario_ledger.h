/*
 * What people know of the incidents of a scenario, whatever the story: each was
 * told as opened once, then changes, then is told as resolved once. The summary
 * of the first pass tells of those before it; what is hushed is not told.
 */
#pragma once

#include "incident/fleet.h"

struct ledger_row {
	char id[EVENT_ID_LEN + 1];
	bool is_resolved;
};

/* Starts zeroed. */
struct scenario_ledger {
	ARRAY(struct ledger_row) rows;
};

void scenario_ledger_clear(struct scenario_ledger *ledger);
/* NULL, or what is wrong with it. */
const char *scenario_ledger_take(
    struct scenario_ledger *ledger, const struct event *event);
/* The first pass has ended: what is open and was not told of is told by its
 * summary, save what goes along with something else. */
void scenario_ledger_summary(
    struct scenario_ledger *ledger, const struct fleet *fleet);
/* Told by the summary as "cannot be reached", confirmed by this batch. */
void scenario_ledger_quiet(
    struct scenario_ledger *ledger, const struct batch *batch);
