/*
 * What to do where the last look at an endpoint failed: each finding that came
 * of it once, with its addresses and its remedy, as the alarm has it. It is
 * said from the first look that failed on, before anything is opened.
 */
#pragma once

#include <jansson.h>

#include "model/endpoint_status.h"
#include "render/render_text.h"

/*
 * A new array: finding, severity, title, addresses [{address, variant,
 * failure}], remedy (render/json_finding.h), text (the same for a terminal,
 * with its remedies whatever style says of them; null where style is NULL).
 * Never longer than there are findings.
 */
json_t *failure_lines(
    const struct endpoint_status *status, const struct render_style *style);
