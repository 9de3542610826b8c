/* "labels": what people call an endpoint, for themselves and their tools. */
#include "config/config_labels.h"

#include "model/endpoint.h"

#define MAX_LABELS 32
#define MAX_LABEL_KEY 64
#define MAX_LABEL_VALUE 256

static bool
is_label_key(const char *key)
{
	size_t len = strnlen(key, MAX_LABEL_KEY + 1);

	return len > 0 && len <= MAX_LABEL_KEY &&
	    strchr("0123456789.-", key[0]) == NULL &&
	    key[strspn(key,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789._-")] == '\0';
}

static const struct field label_value = {
    .key = "labels",
    .type = &field_string,
    .least = 0,
    .most = MAX_LABEL_VALUE,
};

static struct endpoint_label *
find_label(struct endpoint *endpoint, const char *key)
{
	ARRAY_EACH (label, &endpoint->settings->labels) {
		if (strcmp(label->key, key) == 0)
			return label;
	}
	return NULL;
}

void
config_label_decode(struct field_reader *reader, const struct yaml_pair *pair,
    struct endpoint *endpoint)
{
	struct field row = label_value;
	char *value = NULL;
	struct endpoint_label *label;

	row.key = pair->key->text;
	if (!is_label_key(row.key)) {
		field_fault(reader, pair->key,
		    "'%s' is no name for a label; use 1 to 64 letters, "
		    "digits, '_', '.' and '-', a letter first",
		    fault_value(row.key).text);
		return;
	}
	if (yaml_node_is_null(pair->value)) {
		field_fault(reader, pair->key,
		    "the label '%s' has no value; give it text, \"\" for none",
		    row.key);
		return;
	}
	field_decode_value(reader, &row, pair->value, &value);
	if (value == NULL)
		return;
	label = find_label(endpoint, row.key);
	if (label == NULL) {
		label = ARRAY_ADD(&endpoint->settings->labels);
		label->key = mem_strdup(row.key);
	}
	free(label->value);
	label->value = value;
}

static void
decode_labels(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	if (node->kind != YAML_KIND_MAP)
		field_wrong_type(reader, field, field->type, node);
	else if (node->len > MAX_LABELS)
		field_fault(reader, node, "%u labels; at most %d are taken",
		    node->len, MAX_LABELS);
	else
		for (size_t i = 0; i < node->len; i++)
			config_label_decode(reader, &node->pairs[i], slot);
}

const struct field_type config_labels_type = {
    .name = "map of text",
    .words = "a map of names and texts, such as {team: web}",
    .decode = decode_labels,
    .can_be_empty = true,
    .shapes = FIELD_AS_NAMED,
    .pattern = "^[A-Za-z_][A-Za-z0-9_.-]{0,63}$",
    .element = &field_string,
};
