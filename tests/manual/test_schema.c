/* The schema of the configuration; what it takes and refuses is tried by
 * schema.sh, with a validator of others. */
#include "manual/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "config/config_root.h"
#include "config/field.h"

static json_t *
schema_of_configuration(void)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(SCHEMA_MAX);
	json_t *schema;

	schema_print(&text);
	assert_false(strbuf_is_truncated(&text));
	schema = json_loads(strbuf_text(&text), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(schema);
	return schema;
}

/* Whoever adds a type of field says how it is written. */
static void
every_type_says_how_it_is_written(void **state)
{
	const char *name = "none";
	size_t count = schema_count_shapeless(&name);

	if (count > 0)
		print_error("a type called '%s' has no .shapes\n", name);
	assert_int_equal(count, 0);
}

static void
every_key_at_the_top_is_there_with_its_sentence(void **state)
{
	json_t *schema = schema_of_configuration();
	json_t *properties = json_object_get(schema, "properties");

	for (size_t i = 0; i < config_root_table.count; i++) {
		const struct field *field = &config_root_table.rows[i];
		json_t *key = json_object_get(properties, field->key);
		const char *said =
		    json_string_value(json_object_get(key, "description"));

		if ((field->flags & FIELD_LATER) != 0) {
			assert_null(key);
			continue;
		}
		assert_non_null(said);
		assert_memory_equal(
		    said, field->sentence, strlen(field->sentence));
	}
	assert_false(json_boolean_value(
	    json_object_get(schema, "additionalProperties")));
	json_decref(schema);
}

/* Goes down by the keys; lists and choices are passed through. */
static json_t *
find(json_t *schema, const char *const *path)
{
	for (; *path != NULL; path++) {
		schema = json_object_get(
		    json_object_get(schema, "properties"), *path);
		assert_non_null(schema);
	}
	return schema;
}

static void
values_have_their_types_ranges_and_defaults(void **state)
{
	json_t *schema = schema_of_configuration();
	json_t *number = find(schema,
	    (const char *const[]){"retention", "events", "number", NULL});
	json_t *journal =
	    find(schema, (const char *const[]){"notify", "journal", NULL});
	json_t *interval =
	    find(schema, (const char *const[]){"defaults", "interval", NULL});

	assert_string_equal(
	    json_string_value(json_object_get(number, "type")), "integer");
	assert_int_equal(
	    json_integer_value(json_object_get(number, "minimum")), 1000);
	assert_int_equal(
	    json_integer_value(json_object_get(number, "default")), 1000000);
	assert_string_equal(
	    json_string_value(json_object_get(journal, "type")), "boolean");
	assert_true(json_is_true(json_object_get(journal, "default")));
	assert_string_equal(
	    json_string_value(json_object_get(interval, "type")), "string");
	assert_string_equal(
	    json_string_value(json_object_get(interval, "default")), "1h");
	json_decref(schema);
}

static void
an_endpoint_is_a_text_or_a_map(void **state)
{
	json_t *schema = schema_of_configuration();
	json_t *list = find(schema, (const char *const[]){"endpoints", NULL});
	json_t *ways = json_object_get(json_object_get(list, "items"), "anyOf");

	assert_int_equal(json_array_size(ways), 2);
	assert_string_equal(
	    json_string_value(json_object_get(json_array_get(ways, 0), "type")),
	    "string");
	assert_string_equal(
	    json_string_value(json_object_get(json_array_get(ways, 1), "type")),
	    "object");
	json_decref(schema);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_type_says_how_it_is_written),
	    cmocka_unit_test(every_key_at_the_top_is_there_with_its_sentence),
	    cmocka_unit_test(values_have_their_types_ranges_and_defaults),
	    cmocka_unit_test(an_endpoint_is_a_text_or_a_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
