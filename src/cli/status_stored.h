/* How endpoints stood when the daemon last wrote its store. */
#pragma once

#include <jansson.h>

#include "base/error.h"
#include "model/endpoint.h"
#include "render/render_text.h"
#include "store/db.h"

/* Appends a row (render/render_status.h) for each that fits; config_path NULL:
 * the usual one. */
bool status_stored(const char *config_path, const char *pattern, json_t *rows,
    struct error *err) MUST_CHECK;
/* The row of one endpoint, with "failures" (control/failure_line.h); NULL: it
 * cannot be read. */
json_t *status_stored_row(struct db *db, const struct endpoint *endpoint,
    const struct render_style *style, struct error *err);
