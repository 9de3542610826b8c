/*
 * The end of the first pass: one event that sums up what is broken already,
 * by finding, with the endpoints' names, instead of a storm.
 */
#pragma once

#include "incident/step.h"

void summary_tell(struct step *step, const struct table *endpoints);
