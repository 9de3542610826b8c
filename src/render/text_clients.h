/*
 * What clients say of a chain, as text: a few lines on those that matter, or
 * each of them with its answer.
 */
#pragma once

#include "render/render_text.h"

/* With its heading, after an empty line; nothing where no client was asked, and
 * nothing but by style->has_clients where all refuse, since that is said. */
void text_clients(struct strbuf *buf, const struct report *report,
    const struct render_style *style);
