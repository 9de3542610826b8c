/* Which labels endpoints have; see label_index.h. */
#include "web/label_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

void
label_index_clear(struct label_index *index)
{
	ARRAY_EACH (key, &index->keys) {
		ARRAY_EACH (value, &key->values)
			free(*value);
		ARRAY_CLEAR(&key->values);
		table_clear(&key->table);
	}
	ARRAY_CLEAR(&index->keys);
	index->has_more = false;
}

static struct label_key *
find_key(struct label_index *index, const char *name)
{
	struct label_key *key;

	ARRAY_EACH (known, &index->keys) {
		if (strcmp(known->key, name) == 0)
			return known;
	}
	if (index->keys.len == LABEL_INDEX_MAX_KEYS) {
		index->has_more = true;
		return NULL;
	}
	key = ARRAY_ADD(&index->keys);
	key->key = name;
	return key;
}

static bool
is_value(const struct table_item *item, const void *text)
{
	return strcmp(((const struct label_value *)item)->value, text) == 0;
}

static void
add_value(struct label_key *key, const char *text)
{
	uint64_t hash = hash_text(HASH_START, text);
	struct label_value *value =
	    (struct label_value *)table_find(&key->table, hash, is_value, text);

	if (value == NULL) {
		if (key->values.len == LABEL_INDEX_MAX_VALUES) {
			key->has_more = true;
			return;
		}
		value = MEM_NEW(struct label_value);
		value->item.hash = hash;
		value->value = text;
		table_add(&key->table, &value->item);
		*ARRAY_ADD(&key->values) = value;
	}
	value->count++;
}

void
label_index_add(struct label_index *index, const struct endpoint *endpoint)
{
	ARRAY_EACH (label, &endpoint->settings->labels) {
		struct label_key *key = find_key(index, label->key);

		if (key != NULL)
			add_value(key, label->value);
	}
}

static int
compare_keys(const void *a, const void *b)
{
	return strcmp(((const struct label_key *)a)->key,
	    ((const struct label_key *)b)->key);
}

static int
compare_values(const void *a, const void *b)
{
	return strcmp((*(struct label_value *const *)a)->value,
	    (*(struct label_value *const *)b)->value);
}

void
label_index_sort(struct label_index *index)
{
	if (index->keys.len > 0)
		qsort(index->keys.items, index->keys.len,
		    sizeof *index->keys.items, compare_keys);
	ARRAY_EACH (key, &index->keys)
		qsort(key->values.items, key->values.len,
		    sizeof(struct label_value *), compare_values);
}
