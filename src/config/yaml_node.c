/* Questions to one node of a YAML tree; see yaml_node.h. */
#include "config/yaml_node.h"

#include <string.h>

bool
yaml_node_is_null(const struct yaml_node *node)
{
	static const char *const words[] = {"", "~", "null", "Null", "NULL"};

	if (node->kind != YAML_KIND_SCALAR || !node->is_plain)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(node->text, words[i]) == 0)
			return true;
	}
	return false;
}

const struct yaml_node *
yaml_map_find(const struct yaml_node *map, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < map->len; i++) {
		const struct yaml_node *node = map->pairs[i].key;

		if (node->len == len && memcmp(node->text, key, len) == 0)
			return map->pairs[i].value;
	}
	return NULL;
}

const char *
yaml_node_words(const struct yaml_node *node)
{
	switch ((enum yaml_kind)node->kind) {
	case YAML_KIND_SCALAR:
		if (yaml_node_is_null(node))
			return "empty";
		return node->is_plain ? "a plain value" : "text";
	case YAML_KIND_LIST: return "a list";
	case YAML_KIND_MAP: return "a map of keys";
	}
	return "?";
}
