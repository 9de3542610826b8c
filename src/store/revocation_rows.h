/*
 * What asking about revocation came to, in the store, so that a restart asks
 * for nothing that is still current: OCSP responses whole, lists by the name of
 * their file, which lies beside the database. Bounded in number by whoever
 * writes.
 */
#pragma once

#include "base/array.h"
#include "model/revocation_answer.h"
#include "store/store.h"

#define REVOCATION_ROWS_MAX 20000 /* URLs and certificates; asked last */

/* Times in seconds since 1970. */
struct revocation_row {
	struct revocation_answer answer; /* its crl is not kept */
	int64_t next_at, this_update, next_update;
	char *file; /* of a list that is there; else NULL */
	size_t file_len;
	char *etag, *last_modified;
};

struct revocation_rows {
	ARRAY(struct revocation_row) items; /* asked longest ago first */
};

/* Lent, and copied. Dropped when the queue is full, since it will be asked for
 * again. */
void revocation_rows_keep(
    struct store *store, const struct revocation_row *row);
/* What cannot be read any more is left out. */
bool revocation_rows_load(struct db *db, struct revocation_rows *ret_rows,
    struct error *err) MUST_CHECK;
void revocation_rows_clear(struct revocation_rows *rows);
