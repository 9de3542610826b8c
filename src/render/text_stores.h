/* The block that says what each of several trust stores makes of the chain. */
#pragma once

#include "base/strbuf.h"
#include "model/report.h"
#include "render/render_text.h"

/* Nothing where there is but one: the verdict is its own then. */
void text_stores(struct strbuf *buf, const struct report *report,
    const struct render_style *style);
