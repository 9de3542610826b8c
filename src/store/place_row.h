/*
 * Places as they stand in rows: bytes of an address or a path as text, port,
 * variant. Private to the store.
 */
#pragma once

#include "model/place.h"
#include "store/db.h"
#include "store/rows.h"

/* Of three columns, from that one on. */
struct place place_row(const struct db_statement *row, int column);
/* As three values. */
void place_row_add(struct rows *to, const struct place *place);
