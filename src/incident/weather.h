/*
 * Reachability: weather, not a fact. It takes n failed looks of m to open an
 * incident and clean_looks good ones in a row to end it; it touches no chain
 * incident. An endpoint has one such incident, whatever its addresses suffer
 * from, and one for its names, which ends with the first answer.
 */
#pragma once

#include "incident/step.h"

void weather_look(struct step *step, struct watched *watched,
    struct target_state *state, const struct look *look, bool has_failed);
/* failure FAILURE_NONE: the names resolved. */
void weather_resolve(struct step *step, struct watched *watched,
    enum failure failure, const char *detail);
