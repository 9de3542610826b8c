/* What was said, over restarts. */
#include "store/said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct store *store;
	struct texts said; /* as loaded */
};

static void
open_store(struct scene *scene)
{
	struct store_options options = store_options_default;
	struct error err = ERROR_INIT;

	options.directory = scene->folder.path;
	options.is_inline = true;
	scene->store = store_open(&options, scene->loop, &err);
	assert_non_null(scene->store);
	texts_clear(&scene->said);
	assert_true(said_load(store_db(scene->store), &scene->said, &err));
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
	open_store(scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	store_close(scene->store, 0);
	loop_free(scene->loop);
	texts_clear(&scene->said);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static void
restart(struct scene *scene)
{
	fake_loop_run_for(scene->loop, 1000);
	assert_int_equal(store_close(scene->store, 1000), 0);
	open_store(scene);
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

	said_keep(scene->store, "trust-store-old corp", true);
	said_keep(scene->store, "trust-store-old corp", true);
	said_keep(scene->store, "b", true);
	restart(scene);
	assert_int_equal(scene->said.len, 2);
	assert_string_equal(scene->said.items[0], "b");
	assert_string_equal(scene->said.items[1], "trust-store-old corp");
}

static void
what_is_over_is_forgotten(void **state)
{
	struct scene *scene = *state;

	said_keep(scene->store, "a", true);
	said_keep(scene->store, "b", true);
	said_keep(scene->store, "a", false);
	restart(scene);
	assert_int_equal(scene->said.len, 1);
	assert_string_equal(scene->said.items[0], "b");
}

/* The table holds numbers of events, too. */
static void
other_rows_of_the_table_are_nothing_that_was_said(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	assert_true(db_exec(store_db(scene->store),
	    "INSERT INTO meta (name, value) VALUES ('last_sequence', 40)",
	    &err));
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
