/*
 * The addresses of one endpoint beside each other. Old and new leaf side by
 * side is a rollout, quiet until rollout_grace_s has passed; anything else
 * that differs is divergent-chain, and its members are the minority. Where
 * the difference is a fault that has an incident of its own, that one is the
 * alert and this one goes along without a word.
 */
#pragma once

#include "incident/step.h"

/* After a look that showed a chain. */
void divergence_look(
    struct step *step, struct watched *watched, struct target_state *state);
