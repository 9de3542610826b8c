/*
 * struct label_index: which labels endpoints have, and how many have each: what
 * there is to choose from. Bounded, as nobody chooses from a thousand; what
 * there is beyond that is said and not listed.
 */
#pragma once

#include "base/array.h"
#include "incident/table.h"
#include "model/endpoint.h"

#define LABEL_INDEX_MAX_KEYS 12
#define LABEL_INDEX_MAX_VALUES 100 /* of a key */

struct label_value {
	struct table_item item; /* hash of the value */
	const char *value;	/* lent by an endpoint */
	size_t count;		/* endpoints */
};

struct label_key {
	const char *key; /* lent by an endpoint */
	ARRAY(struct label_value *) values;
	struct table table; /* the same */
	bool has_more;	    /* values than are listed */
};

struct label_index {
	ARRAY(struct label_key) keys;
	bool has_more; /* keys than are listed */
};

void label_index_clear(struct label_index *index);
/* The endpoint outlives the index. */
void label_index_add(
    struct label_index *index, const struct endpoint *endpoint);
/* Keys and values by name. */
void label_index_sort(struct label_index *index);
