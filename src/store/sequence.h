/*
 * Sequence numbers that are spoken for: up to which one events may be told
 * before they are stored. A run that was killed may have told any of them, so
 * the next one begins after them.
 */
#pragma once

#include <stdint.h>

#include "store/rows.h"

/* At once: before the store's first job. */
bool sequence_reserve(
    struct db *db, uint64_t up_to, struct error *err) MUST_CHECK;
/* With the rows. At an orderly end it takes back what was not used. */
void sequence_reserve_row(struct rows *rows, uint64_t up_to);
/* The last that may have been told. */
bool sequence_last(
    struct db *db, uint64_t *ret_last, struct error *err) MUST_CHECK;
