/* Numbers that are spoken for, as they lie in the store. */
#include "store/sequence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/schema.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct db *db;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct db_options options = {0};
	struct error err = ERROR_INIT;

	temp_folder_make(&scene->folder);
	options.path = temp_folder_path(&scene->folder, "state.db");
	scene->db = db_open(&options, &err);
	assert_non_null(scene->db);
	assert_true(schema_migrate(scene->db, &err));
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	db_close(scene->db);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static uint64_t
last(const struct scene *scene)
{
	struct error err = ERROR_INIT;
	uint64_t value = 99;

	assert_true(sequence_last(scene->db, &value, &err));
	return value;
}

static void
a_fresh_store_begins_at_zero(void **state)
{
	assert_int_equal(last(*state), 0);
}

static void
what_is_reserved_may_have_been_told(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	assert_true(db_exec(scene->db,
	    "INSERT INTO event (sequence, id, time, kind, severity, payload) "
	    "VALUES (12, 'a', 0, 'k', 'ok', '{}')",
	    &err));
	assert_int_equal(last(scene), 12);
	assert_true(sequence_reserve(scene->db, 500, &err));
	assert_int_equal(last(scene), 500);
}

static void
what_was_not_used_is_given_back(void **state)
{
	struct scene *scene = *state;
	struct rows rows = {0};
	struct error err = ERROR_INIT;

	assert_true(sequence_reserve(scene->db, 500, &err));
	sequence_reserve_row(&rows, 900);
	sequence_reserve_row(&rows, 17);
	assert_int_equal(rows.len, 1);
	assert_true(rows_write(&rows, scene->db, &err));
	rows_clear(&rows);
	assert_int_equal(last(scene), 17);
}

/* Events may have been pruned away. */
static void
numbers_of_events_that_are_gone_stay_theirs(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	assert_true(db_exec(scene->db,
	    "INSERT INTO meta (name, value) VALUES ('last_sequence', 40)",
	    &err));
	assert_int_equal(last(scene), 40);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_fresh_store_begins_at_zero),
	    TEST(what_is_reserved_may_have_been_told),
	    TEST(what_was_not_used_is_given_back),
	    TEST(numbers_of_events_that_are_gone_stay_theirs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
