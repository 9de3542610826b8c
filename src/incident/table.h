/*
 * struct table: a hash table of things that carry their own hash. Finds,
 * adds and removes in O(1); owns nothing of what it holds.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* First member of what stands in a table. */
struct table_item {
	uint64_t hash;
};

struct table {
	struct table_item **slots;
	size_t cap; /* 0 or a power of two */
	size_t len;
};

typedef bool (*table_equal_fn)(const struct table_item *item, const void *key);

void table_clear(struct table *table);
struct table_item *table_find(const struct table *table, uint64_t hash,
    table_equal_fn equal, const void *key);
/* item->hash is set; nothing equal is in it. */
void table_add(struct table *table, struct table_item *item);
void table_remove(struct table *table, const struct table_item *item);
/* Walks: the item at or after slot *at, which moves on; NULL: the end. */
struct table_item *table_next(const struct table *table, size_t *at);
