/*
 * The servers that DNS named last ("mx", "srv"), kept over restarts: where DNS
 * gives no answer at the start they are watched on, instead of being forgotten
 * with all that is known of them. Lines among what was said (store/said.h).
 */
#pragma once

#include "config/config.h"
#include "store/said.h"

#define NAMED_HOSTS_MAX 500 /* kept, of all services together */

/* At the start, before DNS is asked: gives them to the services of the
 * configuration. */
void named_hosts_restore(struct config *config, const struct texts *said);
/* Keeps those of now. kept: the lines of before, and then of now. */
void named_hosts_keep(
    struct store *store, const struct config *config, struct texts *kept);
