/*
 * An open incident as an Alertmanager alert (API v2). Its labels are what it
 * is known by there: they do not change while the incident is open, but with
 * its severity.
 */
#pragma once

#include <jansson.h>

#include "model/incident.h"

#define ALERT_MAX_ENDPOINTS 20 /* named; the rest is counted */

/* {labels, annotations, startsAt, endsAt}. */
json_t *render_alert(const struct incident *incident, int64_t ends_at);
/* The same alert as one that is over. */
void render_alert_end(json_t *alert, int64_t ended_at);
