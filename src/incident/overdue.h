/*
 * renewal-overdue: less is left of a certificate than this endpoint's renewals
 * leave as a rule (renewal.h), so automation has failed, long before the
 * certificate nears its end.
 *
 * It is about the certificate: one that several endpoints share is one
 * incident. It takes the place of a leaf-expiring that would warn, and is not
 * told beside one that has warned: the cause is one. What is critical is told.
 */
#pragma once

#include "incident/facts.h"
#include "incident/words.h"

/* What a look at a chain that has not changed shows beside its verdict: adds
 * the fact, or takes one away that it stands for. */
void overdue_look(const struct step *step, const struct watched *watched,
    const struct target_state *state, const struct verdict *shown,
    fact_array *facts);
/* Adds to an event about it how that was learned. */
void overdue_explain(
    const struct step *step, const struct scene *scene, struct event *event);
