/* The block that says what is known of each certificate's revocation. */
#pragma once

#include "base/strbuf.h"
#include "model/report.h"
#include "render/render_text.h"

/* Nothing where nobody was asked and nothing was brought, unless the style is
 * verbose. That an answer is awaited is said. */
void text_revocation(struct strbuf *buf, const struct report *report,
    const struct render_style *style);

/* Is it refused for revocation alone? Then clients that do not ask for that
 * accept it; those of the report do not. */
bool text_revocation_is_all(const struct report *report);
