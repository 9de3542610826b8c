/* A verdict out of its row. Private to the store. */
#pragma once

#include "model/verdict.h"
#include "store/db.h"

/* From column on: chain, is_valid, severity, findings, breaks_at, holds_until,
 * who accepts, who refuses. *ret_verdict is NULL when the chain or one of its
 * certificates is not stored. */
bool load_verdict(struct db *db, const struct db_statement *row, int column,
    struct verdict **ret_verdict, struct error *err) MUST_CHECK;
/* Says the same, but for how long it holds. */
bool load_verdict_is_same(const struct verdict *a, const struct verdict *b);
