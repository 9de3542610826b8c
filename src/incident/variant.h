/*
 * An address looked at in another variant: by another type of key, without a
 * name. What it shows counts as what any target shows, with these exceptions:
 *
 * - It is a target once it has shown a chain. One that refuses is not there,
 *   and that is no fault; what was open for it ends after clean_looks refusals.
 * - Where it shows what the usual look at that address shows, nothing is said
 *   of it: that is the usual look's to tell.
 *   What differs is told once the usual look was made after it or shortly
 *   before: one change is no two.
 * - That it cannot be reached is the usual look's to tell, too.
 * - It is compared with no other address, and with no other variant.
 */
#pragma once

#include "incident/step.h"

/* The usual look may be so much older than one that shows another chain: it is
 * no longer than the confirming look takes. */
#define VARIANT_BESIDE_S 60

/* The state of what was looked at; where this look is the first that shows a
 * chain there, a new one. NULL: there is none. */
struct target_state *variant_state(
    struct watched *watched, const struct look *look);
void variant_look(struct step *step, struct watched *watched,
    struct target_state *state, const struct look *look);
/* The usual look's state at that address, or NULL. */
const struct target_state *variant_usual_beside(
    const struct watched *watched, const struct target_state *state);
/* Is the address still there, and is it still to be asked in this variant? */
bool variant_is_wanted(
    const struct watched *watched, const struct target_state *state);
/* Does the usual look show the same there? */
bool variant_is_covered(const struct watched *watched,
    const struct target_state *state, const struct verdict *verdict);
/* Has another address shown this chain in this variant? */
bool variant_is_shown_elsewhere(const struct watched *watched,
    const struct target_state *state, const struct verdict *verdict);
