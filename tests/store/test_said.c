/* What was said, over restarts. */
#include "store/said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/inline_store.h"

struct scene {
	struct inline_store kept;
	struct texts said; /* as loaded */
};

static void
load(struct scene *scene)
{
	struct error err = ERROR_INIT;

	texts_clear(&scene->said);
	assert_true(said_load(store_db(scene->kept.store), &scene->said, &err));
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	load(scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	inline_store_close(&scene->kept);
	texts_clear(&scene->said);
	free(scene);
	return 0;
}

static void
restart(struct scene *scene)
{
	inline_store_restart(&scene->kept);
	load(scene);
}

static void
a_fresh_store_said_nothing(void **state)
{
	const struct scene *scene = *state;

	assert_int_equal(scene->said.len, 0);
}

static void
what_was_said_is_known_after_a_restart(void **state)
{
	struct scene *scene = *state;

	said_keep(scene->kept.store, "trust-store-old corp", true);
	said_keep(scene->kept.store, "trust-store-old corp", true);
	said_keep(scene->kept.store, "b", true);
	restart(scene);
	assert_int_equal(scene->said.len, 2);
	assert_string_equal(scene->said.items[0], "b");
	assert_string_equal(scene->said.items[1], "trust-store-old corp");
}

static void
what_is_over_is_forgotten(void **state)
{
	struct scene *scene = *state;

	said_keep(scene->kept.store, "a", true);
	said_keep(scene->kept.store, "b", true);
	said_keep(scene->kept.store, "a", false);
	restart(scene);
	assert_int_equal(scene->said.len, 1);
	assert_string_equal(scene->said.items[0], "b");
}

/* The table holds numbers of events, too. */
static void
other_rows_of_the_table_are_nothing_that_was_said(void **state)
{
	struct scene *scene = *state;

	inline_store_run(&scene->kept,
	    "INSERT INTO meta (name, value) VALUES ('last_sequence', 40)");
	restart(scene);
	assert_int_equal(scene->said.len, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_fresh_store_said_nothing),
	    TEST(what_was_said_is_known_after_a_restart),
	    TEST(what_is_over_is_forgotten),
	    TEST(other_rows_of_the_table_are_nothing_that_was_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
