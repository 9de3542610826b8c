/* What is known of revocation, transparency and DNS records of a chain, and
 * what each trust store alone makes of it. */
#pragma once

#include <jansson.h>

#include "web/html.h"

void part_evidence(struct html *html, const json_t *report);
/* Of revocation the line about that certificate alone. */
void part_revocation_of(
    struct html *html, const json_t *report, const char *fingerprint);
