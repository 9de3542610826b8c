/* Points in time as people read them on a page: how far off, and exactly. */
#pragma once

#include <stdint.h>

#include "web/html.h"

/* "in 3 days" or "2 hours ago", the exact time as its title and for programs;
 * "-" for 0 and for never. */
void moment_span(struct html *html, int64_t seconds, int64_t now);
/* "2026-11-21 07:50 UTC", likewise. */
void moment_exact(struct html *html, int64_t seconds);
/* "2026-11-21" */
void moment_day(struct html *html, int64_t seconds);
