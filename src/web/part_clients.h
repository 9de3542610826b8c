/* Which clients take a chain and which do not, why, and until when. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

/* now: seconds. */
void part_clients(struct html *html, const json_t *report, int64_t now);
