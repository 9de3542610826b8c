/* All of one endpoint, as the lines of `show` (control/command_show.c) say it:
 * how it stands, where, what is open and quiet, its chains, what was. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

#define ENDPOINT_BODY_MAX_CHAINS 8 /* in full; the others by a link */

/* chosen: the id of a chain that is shown alone, "" or NULL: the first ones.
 * now: seconds. */
void endpoint_body(
    struct html *html, const json_t *lines, const char *chosen, int64_t now);
