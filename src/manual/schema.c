/* The configuration as a JSON Schema; see schema.h. */
#include "manual/schema.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_endpoints.h"
#include "config/config_keys.h"
#include "config/config_root.h"
#include "render/json_value.h"

#define WORDS_MAX 4096

/* What has been met on the way. */
struct writing {
	size_t shapeless;
	const char *shapeless_name;
};

static json_t *value_schema(struct writing *w, const struct field *field,
    const struct field_type *type);

static void
set_text(json_t *object, const char *key, const char *text)
{
	json_value_set(object, key, json_value_text(text));
}

/* The words that text may be, or NULL. */
static json_t *
words_of(const struct field *field, const struct field_type *type)
{
	json_t *words = json_value_array();

	if (type == field->type) {
		for (size_t i = 0; field->choices && field->choices[i]; i++)
			json_value_append(
			    words, json_value_text(field->choices[i]));
	}
	for (int i = type->names_from;
	     type->names != NULL && (size_t)i < type->names->count; i++)
		json_value_append(
		    words, json_value_text(names_text(type->names, i)));
	for (size_t i = 0; type->word != NULL && type->word(i) != NULL; i++)
		json_value_append(words, json_value_text(type->word(i)));
	if (json_array_size(words) > 0)
		return words;
	json_decref(words);
	return NULL;
}

/* Any scalar is text to the daemon, where nothing narrows it. */
static json_t *
text_schema(const struct field *field, const struct field_type *type)
{
	json_t *schema = json_value_object(), *words = words_of(field, type);
	json_t *types;

	if (words != NULL) {
		json_value_set(schema, "enum", words);
		return schema;
	}
	if (type->pattern != NULL) {
		set_text(schema, "type", "string");
		set_text(schema, "pattern", type->pattern);
		return schema;
	}
	types = json_value_array();
	json_value_append(types, json_value_text("string"));
	json_value_append(types, json_value_text("number"));
	json_value_append(types, json_value_text("boolean"));
	json_value_set(schema, "type", types);
	if (type == &field_string && field->type == type && field->least > 0)
		json_value_set(schema, "minLength", json_integer(field->least));
	return schema;
}

static json_t *
number_schema(const struct field *field)
{
	json_t *schema = json_value_object();

	set_text(schema, "type", "integer");
	if (field->most > field->least) {
		json_value_set(schema, "minimum", json_integer(field->least));
		json_value_set(schema, "maximum", json_integer(field->most));
	}
	return schema;
}

static json_t *
list_schema(
    struct writing *w, const struct field *field, const struct field_type *type)
{
	json_t *schema = json_value_object();
	const struct field_type *item =
	    field->item != NULL ? field->item : type->element;

	set_text(schema, "type", "array");
	if (item != NULL)
		json_value_set(schema, "items", value_schema(w, field, item));
	if (type == &field_list && field->least > 0)
		json_value_set(schema, "minItems", json_integer(field->least));
	if (type == &field_list && field->most > 0)
		json_value_set(schema, "maxItems", json_integer(field->most));
	return schema;
}

static bool
is_among(const char *const *keys, const char *key)
{
	for (; keys != NULL && *keys != NULL; keys++) {
		if (strcmp(*keys, key) == 0)
			return true;
	}
	return false;
}

/* What people read where they stand on the key, and its default. */
static json_t *
key_schema(struct writing *w, const struct field *field)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(WORDS_MAX);
	json_t *schema = value_schema(w, field, field->type);
	json_t *number;

	strbuf_addf(&words, "%s\n(", field->sentence);
	config_key_words(&words, field);
	strbuf_add_char(&words, ')');
	set_text(schema, "description", strbuf_text(&words));
	if (field->fallback == NULL)
		return schema;
	number = json_loads(field->fallback, JSON_DECODE_ANY, NULL);
	if (number != NULL && (field->type->shapes & FIELD_AS_TEXT) == 0)
		json_value_set(schema, "default", json_incref(number));
	else if (field->type->shapes == FIELD_AS_TEXT)
		set_text(schema, "default", field->fallback);
	json_decref(number);
	return schema;
}

static void
add_keys(struct writing *w, json_t *properties, json_t *required,
    const struct field_table *table, const struct field_type *type)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];

		if ((field->flags & FIELD_LATER) != 0)
			continue;
		json_value_set(properties, field->key, key_schema(w, field));
		if ((field->flags & FIELD_REQUIRED) != 0 &&
		    !type->is_like_endpoint &&
		    !is_among(type->one_of, field->key))
			json_value_append(
			    required, json_value_text(field->key));
	}
}

static void
add_endpoint_keys(
    struct writing *w, json_t *properties, const char *const *keys)
{
	for (size_t i = 0; i < config_endpoint_table.count; i++) {
		const struct field *field = &config_endpoint_table.rows[i];

		if (is_among(keys, field->key))
			json_value_set(
			    properties, field->key, key_schema(w, field));
	}
}

static json_t *
choice_of_keys(const char *const *keys)
{
	json_t *choice = json_value_array();

	for (; *keys != NULL; keys++) {
		json_t *one = json_value_object(), *list = json_value_array();

		json_value_append(list, json_value_text(*keys));
		json_value_set(one, "required", list);
		json_value_append(choice, one);
	}
	return choice;
}

static json_t *
map_schema(
    struct writing *w, const struct field *field, const struct field_type *type)
{
	json_t *schema = json_value_object();
	json_t *properties = json_value_object(),
	       *required = json_value_array();
	const struct field_table *table =
	    type->is_like_endpoint ? &config_endpoint_table : field->inner;

	set_text(schema, "type", "object");
	if (table != NULL)
		add_keys(w, properties, required, table, type);
	if (type->of_endpoint != NULL)
		add_endpoint_keys(w, properties, type->of_endpoint);
	json_value_set(schema, "properties", properties);
	json_value_set(
	    schema, "additionalProperties", json_boolean(table == NULL));
	if (json_array_size(required) > 0)
		json_value_set(schema, "required", required);
	else
		json_decref(required);
	if (type->one_of != NULL)
		json_value_set(schema, "oneOf", choice_of_keys(type->one_of));
	return schema;
}

static json_t *
named_schema(
    struct writing *w, const struct field *field, const struct field_type *type)
{
	json_t *schema = json_value_object(), *names;

	set_text(schema, "type", "object");
	if (type->pattern != NULL) {
		names = json_value_object();
		set_text(names, "pattern", type->pattern);
		json_value_set(schema, "propertyNames", names);
	}
	json_value_set(schema, "additionalProperties",
	    type->element != NULL ? value_schema(w, field, type->element)
				  : map_schema(w, field, type));
	return schema;
}

static json_t *
type_schema(const char *type)
{
	json_t *schema = json_value_object();

	set_text(schema, "type", type);
	return schema;
}

/* Nothing behind the ':' is taken, too. */
static json_t *
or_null(json_t *type)
{
	json_t *types = json_value_array();

	json_value_append(types, json_incref(type));
	json_value_append(types, json_value_text("null"));
	return types;
}

/* Alone, or one of several in which it may be written. */
static json_t *
value_schema(
    struct writing *w, const struct field *field, const struct field_type *type)
{
	unsigned shapes = type->shapes;
	json_t *ways = json_value_array(), *only;

	if (shapes == 0) {
		w->shapeless++;
		w->shapeless_name = type->name;
	}
	if ((shapes & FIELD_AS_TEXT) != 0)
		json_value_append(ways, text_schema(field, type));
	if ((shapes & FIELD_AS_NUMBER) != 0)
		json_value_append(ways, number_schema(field));
	if ((shapes & FIELD_AS_BOOLEAN) != 0)
		json_value_append(ways, type_schema("boolean"));
	if ((shapes & FIELD_AS_LIST) != 0)
		json_value_append(ways, list_schema(w, field, type));
	if ((shapes & FIELD_AS_MAP) != 0)
		json_value_append(ways, map_schema(w, field, type));
	if ((shapes & FIELD_AS_NAMED) != 0)
		json_value_append(ways, named_schema(w, field, type));
	only = json_value_object();
	if (json_array_size(ways) == 1) {
		json_object_update(only, json_array_get(ways, 0));
		if (type->can_be_empty)
			json_value_set(only, "type",
			    or_null(json_object_get(only, "type")));
	} else if (json_array_size(ways) > 1) {
		json_value_set(only, "anyOf", json_incref(ways));
	}
	json_decref(ways);
	return only;
}

static json_t *
root_schema(struct writing *w)
{
	static const struct field root = {
	    .type = &field_section,
	    .inner = &config_root_table,
	};
	json_t *schema = value_schema(w, &root, root.type);

	set_text(schema, "$schema", "http://json-schema.org/draft-07/schema#");
	set_text(schema, "title", "Configuration of chainwatchd");
	set_text(schema, "description",
	    "What chainwatchd watches and whom it tells; chainwatchd.yaml(5).");
	return schema;
}

void
schema_print(struct strbuf *buf)
{
	struct writing w = {0};
	json_t *schema = root_schema(&w);
	char *text = json_dumps(schema, JSON_INDENT(1));

	if (text != NULL)
		strbuf_addf(buf, "%s\n", text);
	free(text);
	json_decref(schema);
}

size_t
schema_count_shapeless(const char **ret_name)
{
	struct writing w = {0};

	json_decref(root_schema(&w));
	*ret_name = w.shapeless_name;
	return w.shapeless;
}
