/*
 * What only the comparison with the last good chain finds: names that are no
 * longer covered, a weaker key, an end that came nearer. The new chain may be
 * without a fault of its own.
 *
 * Such a finding holds while the chain is held against the one before it: until
 * it is mended, until the next good one follows, or until it has stood for
 * REGRESSION_MEANT_S, when it is taken for meant. Nothing is kept for it but
 * the last good chain.
 */
#pragma once

#include "incident/facts.h"
#include "incident/step.h"

#define REGRESSION_MEANT_S (7 * 86400)

/* What a chain that the target shows is held against; lent. NULL: none yet. */
struct verdict *regression_baseline(
    const struct target_state *state, const struct verdict *shown);
/* Adds to the facts what got worse, behind faults that are as bad. false:
 * nothing did. The facts' fingerprints are lent by shown. Port is that
 * of the endpoint: a lost name may be watched there. */
bool regression_add_facts(const struct step *step, int port,
    const struct verdict *baseline, const struct verdict *shown,
    fact_array *facts);
/* One of those findings. */
bool regression_is(enum finding_code code);
