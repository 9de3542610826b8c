/*
 * Silences and acknowledgements as rows, written and read back. For
 * batch_rows.c and load.c.
 */
#pragma once

#include "store/load.h"
#include "store/rows.h"

void hush_rows_silence(struct rows *to, const struct silence *silence);
void hush_rows_flap(struct rows *to, const struct flap *flap);
/* Six values: acked_at, ack_author, ack_reason, ack_until, ack_severity,
 * ack_sha256. */
void hush_rows_ack(struct rows *to, const struct ack *ack);
/* The same from that column on; NULL: there is none. */
struct ack *hush_rows_read_ack(const struct db_statement *row, int column);
/* The silences that last, and what comes and goes. */
bool hush_rows_load(
    struct db *db, struct loaded *loaded, struct error *err) MUST_CHECK;
