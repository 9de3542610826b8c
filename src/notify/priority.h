/* How urgent an event is to syslog(3) and the journal. */
#pragma once

#include "model/event.h"

/* critical 2, warning 4, notice 5, the rest 6. What is resolved is 5, whatever
 * it was before: nobody must be woken by it. */
int priority_of_event(const struct event *event);
