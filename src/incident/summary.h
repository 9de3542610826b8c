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
/* Would it be better told later? There is an outage of the monitor's own, or
 * there was one and not all that failed in it have been looked at again. */
bool summary_is_in_doubt(
    const struct monitor_faults *faults, const struct table *endpoints);
