/*
 * A fault of the monitor's own among the rows of how endpoints stand
 * (render_status.h): its id is "(chainwatchd)", which no endpoint has, and it
 * has no addresses.
 *
 *   state	its severity
 *   finding	network-offline, sink-failing ...
 *   subject	what it is about; "": the monitor as a whole
 *   since, text
 */
#pragma once

#include <jansson.h>

#include "model/monitor_fault.h"

json_t *render_own_fault(const struct monitor_fault *fault);
