/*
 * What a transition changed, as rows: made on the loop while the batch is lent,
 * so that the store's thread sees plain bytes. Several batches fall into one:
 * of the state of an endpoint, target or incident the latest counts; events are
 * all kept.
 */
#pragma once

#include "incident/fleet.h"
#include "store/known_certs.h"
#include "store/rows.h"

struct batch_rows {
	struct rows state;
	struct rows events;
};

void batch_rows_clear(struct batch_rows *rows);
/* Events have their sequences and ids. */
void batch_rows_add(struct batch_rows *rows, const struct batch *batch,
    struct known_certs *known, int64_t now);
bool batch_rows_write(
    const struct batch_rows *rows, struct db *db, struct error *err) MUST_CHECK;
/* Events that are no more than notices: the first to go when there is no room.
 * false: none is. */
bool batch_rows_drop_notice(struct batch_rows *rows);
bool batch_rows_drop_any(struct batch_rows *rows);
