/* Which labels there are to choose from. */
#include "web/label_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

struct scene {
	struct label_index index;
	ARRAY(struct endpoint *) endpoints;
};

static int
set_up(void **state)
{
	*state = MEM_NEW(struct scene);
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	label_index_clear(&scene->index);
	ARRAY_EACH (endpoint, &scene->endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&scene->endpoints);
	free(scene);
	return 0;
}

static void
add(struct scene *scene, const char *key, const char *value)
{
	struct endpoint *endpoint = endpoint_new();
	struct endpoint_label *label = ARRAY_ADD(&endpoint->settings->labels);

	label->key = mem_strdup(key);
	label->value = mem_strdup(value);
	*ARRAY_ADD(&scene->endpoints) = endpoint;
	label_index_add(&scene->index, endpoint);
}

static void
each_value_is_counted_and_stands_in_order(void **state)
{
	struct scene *scene = *state;
	const struct label_key *team;

	add(scene, "team", "web");
	add(scene, "team", "mail");
	add(scene, "team", "web");
	add(scene, "env", "prod");
	label_index_sort(&scene->index);
	assert_int_equal(scene->index.keys.len, 2);
	assert_string_equal(scene->index.keys.items[0].key, "env");
	team = &scene->index.keys.items[1];
	assert_int_equal(team->values.len, 2);
	assert_string_equal(team->values.items[0]->value, "mail");
	assert_int_equal(team->values.items[1]->count, 2);
	assert_false(team->has_more);
}

static void
too_many_values_are_said_and_not_listed(void **state)
{
	struct scene *scene = *state;
	char value[32];

	for (int i = 0; i <= LABEL_INDEX_MAX_VALUES; i++) {
		snprintf(value, sizeof value, "%d", i);
		add(scene, "host", value);
	}
	assert_int_equal(
	    scene->index.keys.items[0].values.len, LABEL_INDEX_MAX_VALUES);
	assert_true(scene->index.keys.items[0].has_more);
	assert_false(scene->index.has_more);
}

static void
too_many_keys_are_said_and_not_listed(void **state)
{
	struct scene *scene = *state;
	char key[32];

	for (int i = 0; i <= LABEL_INDEX_MAX_KEYS; i++) {
		snprintf(key, sizeof key, "k%d", i);
		add(scene, key, "x");
	}
	assert_int_equal(scene->index.keys.len, LABEL_INDEX_MAX_KEYS);
	assert_true(scene->index.has_more);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_value_is_counted_and_stands_in_order),
	    TEST(too_many_values_are_said_and_not_listed),
	    TEST(too_many_keys_are_said_and_not_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
