/*
 * Reports and events as JSON (DESIGN section 9). One form for check, lint,
 * webhooks and HTTP. Values are jansson's; free with json_decref.
 */
#pragma once

#include <jansson.h>

#include "model/endpoint.h"
#include "model/event.h"
#include "model/observation.h"
#include "model/report.h"

#define RENDER_JSON_VERSION 1

/* endpoint may be NULL (files): fills the remedies' placeholders. */
json_t *render_json_report(
    const struct report *report, const struct endpoint *endpoint);
/* Adds address, failure, version, cipher and times of one look. */
json_t *render_json_observation(const struct target *target,
    const struct observation *observation, const struct report *report);
json_t *render_json_event(const struct event *event);
