/* What time alone brings to open incidents: reminders, growth, the end of being
 * quiet and of acknowledgements. */
#pragma once

#include "incident/step.h"

void tick_incidents(struct step *step);
