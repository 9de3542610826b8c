/*
 * Dates ahead: when the chain breaks, how near that is, and until when the
 * report can stand if the same bytes are seen again.
 */
#pragma once

#include "judge/judgement.h"

/* How bad it is that the chain stops working at that second: by the thresholds
 * of the options and the leaf's lifetime. */
enum severity horizon_severity(
    const struct judgement *judgement, int64_t ends_at);
/* The first second at which the presented chain is valid no more; 0: it is not
 * now. Paths that begin before another ends carry on from it. */
int64_t horizon_breaks_at(const struct judgement *judgement);
/* The certificate by which it breaks then; NULL: none. */
const struct cert *horizon_first_to_end(
    const struct judgement *judgement, int64_t breaks_at);
/* The next second at which anything in the report can change. */
int64_t horizon_holds_until(const struct judgement *judgement);
