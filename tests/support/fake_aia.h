/*
 * fetch/aia.h answered from a table: linked instead of fetch/aia.c, it needs
 * no network and takes the loop's time.
 */
#pragma once

#include "fetch/aia.h"
#include "support/mint.h"

/* What asking this URL comes to from now on, and how long that takes; what was
 * known of it is forgotten. mint NULL: it fails as detail says. Any other URL
 * is unreachable at once. */
void fake_aia_set(struct aia *aia, const char *url, const struct mint *mint,
    const char *detail, int64_t delay_ms);
/* When it is to be asked again; TIMESTAMP_NEVER unless set. */
void fake_aia_set_next_at(struct aia *aia, const char *url, int64_t next_at);
