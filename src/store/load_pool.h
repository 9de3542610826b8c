/*
 * struct load_pool: verdicts that are read back, each once. Thousands of
 * targets that show the same chain have rows that say the same: these share one
 * verdict, as they did while they were watched, and its text is read once.
 * Lives while the store is read. Private to the store.
 */
#pragma once

#include "base/array.h"
#include "model/verdict.h"
#include "store/db.h"

struct load_pool {
	ARRAY(struct load_pool_entry) entries;
	uint32_t *slots;    /* number of the entry + 1; open addressing */
	size_t slot_count;  /* 0 or a power of two */
	ARRAY(uint8_t) key; /* of the row at hand */
	size_t last;	    /* number of the entry found last + 1 */
};

/* As load_verdict; a reference of your own, or NULL. */
bool load_pool_get(struct load_pool *pool, struct db *db,
    const struct db_statement *row, int column, struct verdict **ret_verdict,
    struct error *err) MUST_CHECK;
void load_pool_clear(struct load_pool *pool);

static inline UNUSED void
load_pool_clear_cleanup(struct load_pool *pool)
{
	load_pool_clear(pool);
}
