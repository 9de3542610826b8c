/* One certificate, as a line "certificate" (control/certificate_line.h) says
 * it, and the chain that it stands in where it is served. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

/* chain: a line "chain" with its endpoint, or NULL. url: of the page. now:
 * seconds. */
void certificate_body(struct html *html, const json_t *line,
    const json_t *chain, const char *url, int64_t now);
