/* Migrations: an empty file becomes current, a newer one is refused. */
#include "store/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct db *db;
	struct error err;
};

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {
	    .path = (temp_folder_make(&scene.folder),
		temp_folder_path(&scene.folder, "a.db")),
	};

	scene.db = db_open(&options, &scene.err);
	*state = &scene;
	return scene.db == NULL;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	db_close(scene->db);
	temp_folder_remove(&scene->folder);
	return 0;
}

static int64_t
ask(struct scene *scene, const char *sql)
{
	int64_t value = -1;

	assert_true(db_ask_int(scene->db, sql, 0, &value, &scene->err));
	return value;
}

static void
an_empty_file_becomes_current(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(ask(scene, "PRAGMA user_version"), schema_version());
	assert_int_equal(ask(scene,
			     "SELECT count(*) FROM sqlite_master WHERE "
			     "type = 'table' AND name IN ('meta', 'endpoint', "
			     "'target', 'certificate', 'chain', 'chain_seen', "
			     "'verdict', 'incident', 'incident_member', "
			     "'event', 'sink', 'delivery')"),
	    12);
}

static void
a_current_file_stays_as_it_is(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate(scene->db, &scene->err));
	assert_true(db_exec(
	    scene->db, "INSERT INTO sink VALUES ('a', 7)", &scene->err));
	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(ask(scene, "SELECT cursor FROM sink"), 7);
}

static void
an_older_file_is_brought_up_with_what_it_holds(void **state)
{
	struct scene *scene = *state;

	assert_true(schema_migrate_to(scene->db, 1, &scene->err));
	assert_int_equal(ask(scene, "PRAGMA user_version"), 1);
	assert_true(db_exec(scene->db,
	    "INSERT INTO delivery (sink, sequence, attempts) "
	    "VALUES ('a', 7, 3)",
	    &scene->err));
	assert_true(schema_migrate(scene->db, &scene->err));
	assert_int_equal(ask(scene, "PRAGMA user_version"), schema_version());
	assert_int_equal(ask(scene, "SELECT attempts FROM delivery"), 3);
	assert_int_equal(ask(scene, "SELECT refusals FROM delivery"), 0);
}

static void
a_newer_file_is_refused_and_left_alone(void **state)
{
	struct scene *scene = *state;

	assert_true(
	    db_exec(scene->db, "PRAGMA user_version = 999", &scene->err));
	assert_false(schema_migrate(scene->db, &scene->err));
	assert_non_null(strstr(scene->err.message, "newer"));
	assert_non_null(strstr(scene->err.message, "999"));
	assert_int_equal(ask(scene, "PRAGMA user_version"), 999);
	assert_int_equal(ask(scene, "SELECT count(*) FROM sqlite_master"), 0);
}

static void
a_migration_that_fails_leaves_nothing(void **state)
{
	struct scene *scene = *state;

	/* In the way of the last table that is made. */
	assert_true(
	    db_exec(scene->db, "CREATE TABLE delivery (x)", &scene->err));
	assert_false(schema_migrate(scene->db, &scene->err));
	assert_non_null(strstr(scene->err.message, "migration 1"));
	assert_int_equal(ask(scene, "PRAGMA user_version"), 0);
	assert_int_equal(ask(scene, "SELECT count(*) FROM sqlite_master"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_empty_file_becomes_current),
	    TEST(a_current_file_stays_as_it_is),
	    TEST(an_older_file_is_brought_up_with_what_it_holds),
	    TEST(a_newer_file_is_refused_and_left_alone),
	    TEST(a_migration_that_fails_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
