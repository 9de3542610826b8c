/* What is silenced, by the configuration and the store of a daemon that does
 * not run. */
#pragma once

#include <jansson.h>

#include "config/config.h"
#include "control/shown.h"

/* Appends a row (render/render_silence.h) for each that lasts at that time, in
 * seconds; config_path NULL: the usual one. */
bool silences_stored(const char *config_path, int64_t now, json_t *rows,
    struct error *err) MUST_CHECK;
/* Those that keep something quiet there now; none where the store cannot tell.
 * A new reference. */
json_t *silences_stored_at(const struct config *config, struct db *db,
    const struct shown *shown, const struct endpoint *endpoint, int64_t now);
