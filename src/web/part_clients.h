/* Which clients take a chain and which do not, why, and until when. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

/* In a sentence, how many refuse it; nothing where none does. */
void part_clients_failing(struct html *html, const json_t *report);
/* now: seconds. */
void part_clients(struct html *html, const json_t *report, int64_t now);
