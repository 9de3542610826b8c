/*
 * What the report says of the revocation of each certificate, and what would
 * have to be asked to know more: report->revocations and wants of OCSP and
 * lists. Lists are wanted before responders: one serves many certificates.
 */
#pragma once

#include "judge/standing.h"

/* Of certificate i of the best path, whose issuer stands at i + 1. */
void revocation_report_add(
    struct judgement *judgement, size_t i, const struct standing *standing);
/* Of the last one of a path that ends without its issuer. */
void revocation_report_add_end(struct judgement *judgement);
/* Is there something that was not asked yet, and may settle it? */
bool revocation_report_is_pending(const struct judgement *judgement, size_t i);
