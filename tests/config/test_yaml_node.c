/* Questions to one node. */
#include "config/yaml_node.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct yaml_node
scalar(const char *text, bool is_plain)
{
	return (struct yaml_node){
	    .kind = YAML_KIND_SCALAR,
	    .is_plain = is_plain,
	    .text = text,
	    .len = (uint32_t)strlen(text),
	};
}

static void
only_plain_nothing_is_null(void **state)
{
	static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
	static const char *const others[] = {"0", "none", "nULL", "\"\"", " "};
	struct yaml_node list = {.kind = YAML_KIND_LIST};

	for (size_t i = 0; i < 5; i++) {
		struct yaml_node plain = scalar(nulls[i], true);
		struct yaml_node quoted = scalar(nulls[i], false);
		struct yaml_node other = scalar(others[i], true);

		assert_true(yaml_node_is_null(&plain));
		assert_false(yaml_node_is_null(&quoted));
		assert_false(yaml_node_is_null(&other));
	}
	assert_false(yaml_node_is_null(&list));
}

static void
keys_are_found_whole(void **state)
{
	struct yaml_node host = scalar("host", true);
	struct yaml_node port = scalar("port", true);
	struct yaml_node value = scalar("x", true);
	struct yaml_pair pairs[] = {{&host, &value}, {&port, &port}};
	struct yaml_node map = {
	    .kind = YAML_KIND_MAP, .len = 2, .pairs = pairs};

	assert_ptr_equal(yaml_map_find(&map, "host"), &value);
	assert_ptr_equal(yaml_map_find(&map, "port"), &port);
	assert_null(yaml_map_find(&map, "hos"));
	assert_null(yaml_map_find(&map, "hosts"));
}

static void
each_kind_has_words(void **state)
{
	struct yaml_node null = scalar("", true);
	struct yaml_node plain = scalar("5", true);
	struct yaml_node quoted = scalar("5", false);
	struct yaml_node list = {.kind = YAML_KIND_LIST};
	struct yaml_node map = {.kind = YAML_KIND_MAP};

	assert_string_equal(yaml_node_words(&null), "empty");
	assert_string_equal(yaml_node_words(&plain), "a plain value");
	assert_string_equal(yaml_node_words(&quoted), "text");
	assert_string_equal(yaml_node_words(&list), "a list");
	assert_string_equal(yaml_node_words(&map), "a map of keys");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_plain_nothing_is_null),
	    cmocka_unit_test(keys_are_found_whole),
	    cmocka_unit_test(each_kind_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
