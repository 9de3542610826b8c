/*
 * One endpoint for people, out of its JSON: the row of its status
 * (render/render_status.h) with "failures", "chains", "incidents" and
 * "history".
 */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"
#include "render/render_text.h"

void show_text(struct strbuf *buf, const json_t *shown, int64_t now,
    const struct render_style *style);
