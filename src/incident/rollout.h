/*
 * Old and new certificate side by side, both fine: a rollout. It is quiet for
 * the endpoint's grace, then said to have begun, and once to have finished or
 * to have been taken back. After the endpoint's deadline it has stalled: an
 * incident, whose members are the addresses that show the old one.
 */
#pragma once

#include "incident/compare.h"
#include "incident/step.h"

/* A look at comparison->of, which found a rollout. */
void rollout_look(struct step *step, struct watched *watched,
    const struct comparison *comparison);
/* A look at `state`, which found that all agree. */
void rollout_agree(struct step *step, struct watched *watched,
    const struct target_state *state);
/* One is under way, and people know, or need not be told each address. */
bool rollout_is_under_way(
    const struct step *step, const struct watched *watched);
