/* All of one endpoint, as the lines of `show` (control/command_show.c) say it:
 * how it stands, where, what is open and quiet, its chains, what was. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

/* now: seconds. */
void endpoint_body(struct html *html, const json_t *lines, int64_t now);
