/* What differs between two chains, as JSON. */
#include "render/json_change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
each_change_is_an_object(void **state)
{
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	json_t *list;
	char *text;

	chain_changes_add(&changes, "names", mem_strdup("b.test"), NULL)
	    ->is_worse = true;
	chain_changes_add(
	    &changes, "issuer", mem_strdup("R10"), mem_strdup("R11"));
	list = json_changes(&changes);
	text = json_dumps(list, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(text,
	    "[{\"after\":null,\"before\":\"b.test\",\"is_worse\":true,"
	    "\"what\":\"names\"},{\"after\":\"R11\",\"before\":\"R10\","
	    "\"is_worse\":false,\"what\":\"issuer\"}]");
	free(text);
	json_decref(list);
}

static void
a_rollout_says_how_far_it_is(void **state)
{
	struct event_rollout rollout = {.done = 2, .total = 3, .since = 60};
	json_t *object = json_rollout(&rollout);
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);

	assert_string_equal(text,
	    "{\"done\":2,\"since\":\"1970-01-01T00:01:00Z\","
	    "\"taken_back\":false,\"total\":3}");
	free(text);
	json_decref(object);
	rollout.total = 0;
	object = json_rollout(&rollout);
	assert_true(json_is_null(object));
	json_decref(object);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_change_is_an_object),
	    cmocka_unit_test(a_rollout_says_how_far_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
