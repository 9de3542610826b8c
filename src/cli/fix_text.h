/*
 * What `chainwatch fix` says beside the certificates that it prints: what it
 * kept, added and left out, what is wrong all the same, or why it refuses.
 */
#pragma once

#include "cli/fix_source.h"
#include "cli/mend.h"

/* Lines, each with "chainwatch fix: " in front. was_fetched: the URLs of the
 * certificates were asked for what is missing. */
void fix_text(struct strbuf *buf, const struct fix_source *source,
    const struct mend *mend, bool was_fetched);
