/* Has the daemon that runs look as well: what `chainwatch probe` saw it knows
 * then, and incidents end at once. */
#pragma once

#include <jansson.h>

#include "config/config.h"

/* How the endpoint stands with the daemon then (render/render_status.h), or
 * NULL: none runs, or it does not answer, or does not know it. Nothing hangs
 * on that. json_decref it. */
json_t *probe_daemon(const struct config *config, const char *endpoint_id);
