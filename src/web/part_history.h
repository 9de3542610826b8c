/* What was at an endpoint: incidents, renewals and other changes of its chains,
 * along a line of time and as a list. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

/* entries: array of {entry: control/history_line.h}, by time. breaks_at: when
 * the first chain breaks; 0: not known. now: seconds. */
void part_history(
    struct html *html, const json_t *entries, int64_t breaks_at, int64_t now);
/* Whether, and why not, it was told; who sees to it. */
void part_told(struct html *html, const json_t *entry);
