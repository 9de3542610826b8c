/*
 * What `chainwatch check` writes for people: with one address its report; with
 * several a line each, in what they differ, and each chain's report once.
 */
#pragma once

#include "base/strbuf.h"
#include "cli/looks.h"
#include "render/render_text.h"

void check_text(struct strbuf *buf, const struct endpoint *endpoint,
    const struct looks *looks, const struct render_style *style);
