/*
 * The end of the first pass: one event that sums up what is broken already,
 * by finding, with the endpoints' names, instead of a storm.
 */
#pragma once

#include "incident/step.h"

/* When the fleet was restored, of what is new since; then nothing new is no
 * event. */
void summary_tell(
    struct step *step, const struct table *endpoints, bool is_restored);
