/* Verdicts that are read back, each once; see load_pool.h. */
#include "store/load_pool.h"

#include "base/hash.h"
#include "base/mem.h"
#include "store/load_verdict.h"

#define MIN_SLOTS 64

struct load_pool_entry {
	uint64_t hash;
	uint8_t *key;
	size_t key_len;
	struct verdict *verdict; /* NULL: the row makes none */
};

/* ---- what a row says, as bytes ------------------------------------------- */

static void
add_bytes(struct load_pool *pool, const void *bytes, size_t len)
{
	ARRAY_RESERVE(&pool->key, pool->key.len + len);
	if (len > 0)
		memcpy(pool->key.items + pool->key.len, bytes, len);
	pool->key.len += len;
}

/* With its length, so that no two rows run together. NULL is not "". */
static void
add_column(struct load_pool *pool, const struct db_statement *row, int column)
{
	size_t len = SIZE_MAX;
	const uint8_t *bytes = NULL;

	if (!db_is_null(row, column))
		bytes = db_bytes(row, column, &len);
	add_bytes(pool, &len, sizeof len);
	if (len != SIZE_MAX)
		add_bytes(pool, bytes, len);
}

static void
add_number(struct load_pool *pool, const struct db_statement *row, int column)
{
	int64_t number = db_int(row, column);

	add_bytes(pool, &number, sizeof number);
}

/* All that load_verdict reads of the row, in its order. */
static void
make_key(struct load_pool *pool, const struct db_statement *row, int column)
{
	pool->key.len = 0;
	add_column(pool, row, column);
	add_number(pool, row, column + 1);
	add_column(pool, row, column + 2);
	add_column(pool, row, column + 3);
	add_number(pool, row, column + 4);
	add_number(pool, row, column + 5);
	add_column(pool, row, column + 6);
	add_column(pool, row, column + 7);
}

/* ---- the table ----------------------------------------------------------- */

static bool
is_key(const struct load_pool *pool, const struct load_pool_entry *entry)
{
	return entry->key_len == pool->key.len &&
	    memcmp(entry->key, pool->key.items, entry->key_len) == 0;
}

static bool
is_at_hand(const struct load_pool *pool, const struct load_pool_entry *entry,
    uint64_t hash)
{
	return entry->hash == hash && is_key(pool, entry);
}

/* The slot of the row at hand: with its entry, or empty. */
static uint32_t *
find_slot(const struct load_pool *pool, uint64_t hash)
{
	size_t mask = pool->slot_count - 1, at = hash & mask;

	while (pool->slots[at] != 0 &&
	    !is_at_hand(pool, &pool->entries.items[pool->slots[at] - 1], hash))
		at = (at + 1) & mask;
	return &pool->slots[at];
}

static void
grow(struct load_pool *pool)
{
	size_t mask;

	free(pool->slots);
	pool->slot_count =
	    pool->slot_count == 0 ? MIN_SLOTS : pool->slot_count * 2;
	pool->slots = mem_new(pool->slot_count, sizeof *pool->slots);
	mask = pool->slot_count - 1;
	for (size_t i = 0; i < pool->entries.len; i++) {
		size_t at = pool->entries.items[i].hash & mask;

		while (pool->slots[at] != 0)
			at = (at + 1) & mask;
		pool->slots[at] = (uint32_t)i + 1;
	}
}

/* The entry of the row at hand becomes the last. */
static bool
find_or_read(struct load_pool *pool, struct db *db,
    const struct db_statement *row, int column, struct error *err)
{
	struct verdict *verdict;
	uint64_t hash;
	uint32_t *slot;

	if (pool->entries.len * 2 >= pool->slot_count)
		grow(pool);
	hash = hash_words(HASH_START, pool->key.items, pool->key.len);
	slot = find_slot(pool, hash);
	if (*slot == 0) {
		if (!load_verdict(db, row, column, &verdict, err))
			return false;
		*ARRAY_ADD(&pool->entries) = (struct load_pool_entry){
		    .hash = hash,
		    .key = mem_dup(pool->key.items, pool->key.len),
		    .key_len = pool->key.len,
		    .verdict = verdict,
		};
		*slot = (uint32_t)pool->entries.len;
	}
	pool->last = *slot;
	return true;
}

/* A target's good chain, and the address beside it, most often say what was
 * said last. */
bool
load_pool_get(struct load_pool *pool, struct db *db,
    const struct db_statement *row, int column, struct verdict **ret_verdict,
    struct error *err)
{
	struct verdict *verdict;

	make_key(pool, row, column);
	if ((pool->last == 0 ||
		!is_key(pool, &pool->entries.items[pool->last - 1])) &&
	    !find_or_read(pool, db, row, column, err))
		return false;
	verdict = pool->entries.items[pool->last - 1].verdict;
	*ret_verdict = verdict == NULL ? NULL : verdict_ref(verdict);
	return true;
}

void
load_pool_clear(struct load_pool *pool)
{
	ARRAY_EACH (entry, &pool->entries) {
		verdict_unref(entry->verdict);
		free(entry->key);
	}
	ARRAY_CLEAR(&pool->entries);
	ARRAY_CLEAR(&pool->key);
	free(pool->slots);
	*pool = (struct load_pool){0};
}
