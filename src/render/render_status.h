/*
 * How endpoints stand: a row each, as JSON.
 *
 *   id, host, port, starttls, labels	of the endpoint
 *   state	ok, notice, warning, critical: of its worst open incident;
 *		unknown: never looked at
 *   finding	of that incident; or null
 *   incidents	[{id, finding, severity, opened_at}], worst first
 *   breaks_at, last_look_at, next_look_at	null: not known
 *   habit	{left_percent, overdue_percent, renewals, last_at}: how much of
 *a lifetime is left when it renews, and when it is overdue; null: none was
 *learnt addresses	[{address, variant, front, severity, finding, failure,
 *		chain_since, breaks_at, last_look_at, next_look_at}]; severity
 *		null: no chain was seen; front (render/json_front.h)
 *		null: nothing is known of it
 *   variants	the same of what servers show to who asks in other ways
 */
#pragma once

#include <jansson.h>

#include "model/endpoint_status.h"

#define RENDER_STATUS_UNKNOWN "unknown"

/* The word for its state. */
const char *render_status_state(const struct endpoint_status *status);
json_t *render_status(const struct endpoint_status *status);
