/* The block that says what is known of each certificate's revocation. */
#pragma once

#include "base/strbuf.h"
#include "model/report.h"
#include "render/render_text.h"

/* Nothing where nobody was asked and nothing was brought, unless the style is
 * verbose. */
void text_revocation(struct strbuf *buf, const struct report *report,
    const struct render_style *style);
