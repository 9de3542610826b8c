/*
 * A look that showed a chain: facts, change or regression, alternation, and
 * the comparison with the endpoint's other addresses; and the one event that
 * a person gets of it.
 */
#pragma once

#include "incident/step.h"

void chain_look(struct step *step, struct watched *watched,
    struct target_state *state, const struct look *look);
