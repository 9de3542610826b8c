/*
 * struct rows: what is to be written, as plain bytes: rows of a statement and
 * its values, in order. Of rows with the same statement and key the newest
 * counts, and stands at the end. Made on the loop, written by the store's
 * thread; nothing that is counted by reference crosses over.
 */
#pragma once

#include "incident/table.h"
#include "store/db.h"

struct row;

#define RANK_STATE 0 /* never dropped: what is, not what happened */

/* Starts zeroed. */
struct rows {
	struct row *first, *last;
	struct table by_key;
	size_t len, bytes;
	struct row *draft; /* the one being made, with room for more */
	size_t draft_size; /* of that block */
};

void rows_clear(struct rows *rows);
/* Begins a row: sql is a constant (its address is its name), rank what is
 * dropped first. Then its values, in the order of the parameters. */
void rows_begin(struct rows *rows, const char *sql, unsigned rank);
void rows_int(struct rows *rows, int64_t value);
void rows_text(struct rows *rows, const char *text); /* NULL: NULL */
void rows_bytes(struct rows *rows, const void *bytes, size_t len);
void rows_null(struct rows *rows);
/* The values until here are its key. */
void rows_key(struct rows *rows);
/* The row is made. Without a key it stands beside all others. */
void rows_end(struct rows *rows);
/* Drops the oldest of the lowest rank, at most `most`; false: none is. */
bool rows_drop(struct rows *rows, unsigned most);
bool rows_write(
    const struct rows *rows, struct db *db, struct error *err) MUST_CHECK;
