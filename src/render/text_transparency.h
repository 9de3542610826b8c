/* The block that says which transparency logs have seen the certificate. */
#pragma once

#include "base/strbuf.h"
#include "model/report.h"
#include "render/render_text.h"

/* Nothing where it was not looked at; and unless the style is verbose, nothing
 * where no list of logs is given and nobody misses one. */
void text_transparency(struct strbuf *buf, const struct report *report,
    const struct render_style *style);
