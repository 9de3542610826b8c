/* One endpoint as the daemon's store has it; see control/shown.h. */
#pragma once

#include <jansson.h>

#include "base/error.h"
#include "render/render_text.h"

/* NULL: none fits, or several do, or nothing can be read. The row of its status
 * with "failures", "chains", "incidents", "silences" and "history". config_path
 * NULL: the usual one. */
json_t *show_stored(const char *config_path, const char *pattern,
    const struct render_style *style, struct error *err);
