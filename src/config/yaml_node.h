/*
 * struct yaml_node: a scalar, list or map that knows where it stood. Lent by
 * its tree (yaml.h); never changed once that is there.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum yaml_kind {
	YAML_KIND_SCALAR,
	YAML_KIND_LIST,
	YAML_KIND_MAP,
};

struct yaml_pair {
	struct yaml_node *key, *value; /* keys are scalars, and all different */
};

struct yaml_node {
	uint8_t kind;	   /* enum yaml_kind */
	uint8_t height;	   /* 0: holds nothing; 1: holds scalars ... */
	bool is_plain;	   /* a scalar without quotes */
	bool is_faulty;	   /* a map that had keys which are no text */
	uint32_t start;	   /* bytes of the source */
	uint32_t end;	   /* of a block list or map: its start */
	uint32_t expanded; /* nodes in it, aliases followed */
	uint32_t len;	   /* bytes of text, items or pairs */
	union {
		const char *text; /* with a NUL after len bytes */
		struct yaml_node **items;
		struct yaml_pair *pairs;
	};
};

/* Nothing was written, or ~ or null. */
bool yaml_node_is_null(const struct yaml_node *node);
/* NULL when the map has no such key. */
const struct yaml_node *yaml_map_find(
    const struct yaml_node *map, const char *key);
/* "a list", "a map", "text" ... */
const char *yaml_node_words(const struct yaml_node *node);
