/* Open addressing with linear probing; see table.h. Removing shifts what
 * stands behind back, so there are no tombstones and no slow decay. */
#include "incident/table.h"

#include <assert.h>

#include "base/mem.h"

#define TABLE_MIN_CAP 16

void
table_clear(struct table *table)
{
	free(table->slots);
	*table = (struct table){0};
}

struct table_item *
table_find(const struct table *table, uint64_t hash, table_equal_fn equal,
    const void *key)
{
	size_t mask = table->cap - 1;

	if (table->cap == 0)
		return NULL;
	for (size_t at = hash & mask; table->slots[at] != NULL;
	     at = (at + 1) & mask) {
		struct table_item *item = table->slots[at];

		if (item->hash == hash && equal(item, key))
			return item;
	}
	return NULL;
}

static void
put(struct table *table, struct table_item *item)
{
	size_t mask = table->cap - 1, at = item->hash & mask;

	while (table->slots[at] != NULL)
		at = (at + 1) & mask;
	table->slots[at] = item;
}

static void
grow(struct table *table)
{
	struct table old = *table;

	table->cap = old.cap == 0 ? TABLE_MIN_CAP : old.cap * 2;
	table->slots = mem_new(table->cap, sizeof(struct table_item *));
	for (size_t i = 0; i < old.cap; i++) {
		if (old.slots[i] != NULL)
			put(table, old.slots[i]);
	}
	free(old.slots);
}

void
table_add(struct table *table, struct table_item *item)
{
	if ((table->len + 1) * 4 > table->cap * 3)
		grow(table);
	put(table, item);
	table->len++;
}

/* May what belongs to slot `home` move from `from` to the hole? Only if its
 * home does not lie behind the hole on the way to where it stands. */
static bool
can_move(size_t home, size_t hole, size_t from, size_t mask)
{
	return ((from - home) & mask) >= ((from - hole) & mask);
}

void
table_remove(struct table *table, const struct table_item *item)
{
	size_t mask = table->cap - 1, hole, at;

	assert(table->cap > 0);
	hole = item->hash & mask;
	while (table->slots[hole] != item) {
		assert(table->slots[hole] != NULL);
		hole = (hole + 1) & mask;
	}
	for (at = (hole + 1) & mask; table->slots[at] != NULL;
	     at = (at + 1) & mask) {
		if (!can_move(table->slots[at]->hash & mask, hole, at, mask))
			continue;
		table->slots[hole] = table->slots[at];
		hole = at;
	}
	table->slots[hole] = NULL;
	table->len--;
}

struct table_item *
table_next(const struct table *table, size_t *at)
{
	while (*at < table->cap) {
		struct table_item *item = table->slots[(*at)++];

		if (item != NULL)
			return item;
	}
	return NULL;
}
