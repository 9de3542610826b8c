/*
 * What `chainwatch fix` says beside the certificates that it prints: what it
 * kept, added and left out, what is wrong all the same, or why it refuses.
 */
#pragma once

#include "cli/fix_source.h"
#include "cli/mend.h"

/* Lines, each with "chainwatch fix: " in front. */
void fix_text(struct strbuf *buf, const struct fix_source *source,
    const struct mend *mend);
