/*
 * What a chain was trusted by and did not send, as rows: the anchor of its best
 * path, and issuers that were had elsewhere; so that one can ask who breaks
 * with a root. Private to the store.
 */
#pragma once

#include "model/verdict.h"
#include "store/known_certs.h"
#include "store/rows.h"

/* Nothing where the report is not about that chain; report may be NULL. */
void path_rows_add(struct rows *to, const struct verdict *verdict,
    const struct report *report, struct known_certs *known, int64_t now);
/* The certificate stands in that chain, or it needs it. */
void path_rows_link(struct rows *to, const uint8_t sha256[CERT_SHA256_LEN],
    const uint8_t chain_id[CERT_SHA256_LEN]);
