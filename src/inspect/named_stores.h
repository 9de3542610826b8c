/*
 * The trust stores there are, by name, and those of them that one endpoint is
 * judged by.
 */
#pragma once

#include "base/array.h"
#include "model/endpoint.h"
#include "pki/trust_store.h"

struct named_stores {
	ARRAY(struct trust_store *) items; /* a reference each */
};

/* Takes a reference; replaces one of that name. */
void named_stores_set(struct named_stores *stores, struct trust_store *store);
void named_stores_drop(struct named_stores *stores, const char *name);
void named_stores_clear(struct named_stores *stores);

struct store_list {
	ARRAY(const struct trust_store *) items; /* lent */
};

/* Those that count and those that are compared. */
struct chosen_stores {
	struct store_list counted, compared;
};

/* A name that nobody has gives nothing. */
void chosen_stores_of(const struct named_stores *stores,
    const struct endpoint *endpoint, struct chosen_stores *ret_chosen);
void chosen_stores_clear(struct chosen_stores *chosen);
/* Of their anchors, in the order of the list. */
uint64_t store_list_hash(const struct store_list *list);
