/*
 * The chain to serve in place of one that an endpoint shows: by the code of
 * `chainwatch fix` (judge/mended.h), with the issuers that the daemon has at
 * hand.
 */
#pragma once

#include "inspect/inspect.h"
#include "judge/mended.h"
#include "store/target_chains.h"

/* false: not all of its certificates were kept. mended_clear it. */
bool corrected_make(const struct target_chain *chain,
    struct inspector *inspector, struct endpoint *endpoint, int64_t now,
    struct mended *ret_mended) MUST_CHECK;
