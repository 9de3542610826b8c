/* One incident, as a line "incident" (control/incident_line.h) says it: what,
 * since when, whom it met, who was told what, what to do. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

/* url: of the page, for the pages of whom it met. now: seconds. */
void incident_body(
    struct html *html, const json_t *line, const char *url, int64_t now);
