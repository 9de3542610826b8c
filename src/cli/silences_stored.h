/* What is silenced, by the configuration and the store of a daemon that does
 * not run. */
#pragma once

#include <jansson.h>

#include "base/error.h"

/* Appends a row (render/render_silence.h) for each that lasts at that time, in
 * seconds; config_path NULL: the usual one. */
bool silences_stored(const char *config_path, int64_t now, json_t *rows,
    struct error *err) MUST_CHECK;
