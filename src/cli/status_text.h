/* Rows of how endpoints stand (render/render_status.h) as a table. */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"
#include "render/render_text.h"

void status_text(struct strbuf *buf, const json_t *rows, int64_t now,
    const struct render_style *style);
