/*
 * The addresses that differ as members of an incident about their endpoint:
 * they enter at once, and leave after clean looks, as targets do that showed a
 * fact. Used by what compares addresses.
 */
#pragma once

#include "incident/compare.h"
#include "incident/step.h"

typedef bool (*minority_fn)(const struct comparison *comparison,
    const struct target_state *state, const void *arg);

/* Makes the members, of those compared, those of whom `is_member` says so. It
 * keeps at least one meanwhile, so that it does not end by the way. */
void minority_set(struct step *step, struct watched *watched,
    struct open_incident *open, const struct comparison *comparison,
    enum severity severity, minority_fn is_member, const void *arg);
/* A clean look at one of the members, or at another: then those that differed
 * are looked at again. */
void minority_agree(struct step *step, struct watched *watched,
    enum finding_code code, const struct target_state *state);
