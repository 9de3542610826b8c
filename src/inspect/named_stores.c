/* Trust stores by name; see named_stores.h. */
#include "inspect/named_stores.h"

#include <string.h>

#include "base/hash.h"

#define SYSTEM_STORE "system" /* what an endpoint without `trust` is given */

static struct trust_store **
find_store(const struct named_stores *stores, const char *name)
{
	ARRAY_EACH (store, &stores->items) {
		if (strcmp((*store)->name, name) == 0)
			return store;
	}
	return NULL;
}

void
named_stores_set(struct named_stores *stores, struct trust_store *store)
{
	struct trust_store **slot = find_store(stores, store->name);

	trust_store_ref(store);
	if (slot == NULL)
		slot = ARRAY_ADD(&stores->items);
	else
		trust_store_unref(*slot);
	*slot = store;
}

void
named_stores_drop(struct named_stores *stores, const char *name)
{
	struct trust_store **slot = find_store(stores, name);

	if (slot == NULL)
		return;
	trust_store_unref(*slot);
	ARRAY_REMOVE(&stores->items, (size_t)(slot - stores->items.items));
}

void
named_stores_clear(struct named_stores *stores)
{
	ARRAY_EACH (store, &stores->items)
		trust_store_unref(*store);
	ARRAY_CLEAR(&stores->items);
}

static void
add_store(const struct named_stores *stores, struct store_list *list,
    const char *name)
{
	struct trust_store **store = find_store(stores, name);

	if (store != NULL)
		*ARRAY_ADD(&list->items) = *store;
}

void
chosen_stores_of(const struct named_stores *stores,
    const struct endpoint *endpoint, struct chosen_stores *ret_chosen)
{
	if (endpoint->settings->trust.len == 0)
		add_store(stores, &ret_chosen->counted, SYSTEM_STORE);
	ARRAY_EACH (name, &endpoint->settings->trust)
		add_store(stores, &ret_chosen->counted, *name);
	ARRAY_EACH (name, &endpoint->settings->compared)
		add_store(stores, &ret_chosen->compared, *name);
}

void
chosen_stores_clear(struct chosen_stores *chosen)
{
	ARRAY_CLEAR(&chosen->counted.items);
	ARRAY_CLEAR(&chosen->compared.items);
}

uint64_t
store_list_hash(const struct store_list *list)
{
	uint64_t hash = HASH_START;

	ARRAY_EACH (store, &list->items)
		hash = hash_bytes(
		    hash, &(*store)->generation, sizeof(*store)->generation);
	return hash;
}
