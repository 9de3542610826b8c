/* Soundness: all of a small database, of a large one what a start reads. */
#include "store/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/schema.h"
#include "support/temp_folder.h"

#define PAGE 4096
#define LARGE 1 /* every file is larger */

struct scene {
	struct temp_folder folder;
	struct db *db;
	struct error err;
};

static void
open_db(struct scene *scene)
{
	const struct db_options options = {
	    .path = temp_folder_path(&scene->folder, "state.db"),
	};

	scene->db = db_open(&options, &scene->err);
	assert_non_null(scene->db);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	open_db(scene);
	assert_true(schema_migrate(scene->db, &scene->err));
	assert_true(db_exec(scene->db,
	    "CREATE TEMP TABLE n AS WITH RECURSIVE n(x) AS (VALUES(1) "
	    "UNION ALL SELECT x + 1 FROM n WHERE x < 500) SELECT x FROM n;"
	    "INSERT INTO event (sequence, id, time, kind, severity, endpoint, "
	    "payload) SELECT x, 'id' || x, x, 'k', 's', "
	    "'endpoint' || x, hex(randomblob(50)) FROM n;"
	    "INSERT INTO endpoint (id, resolve_history, resolve_count, "
	    "is_resolve_told, announced, rollout_since, is_known) "
	    "SELECT 'endpoint' || x, 0, 0, 0, NULL, 0, 1 FROM n",
	    &scene->err));
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

/* The first page of the table is not what it was. */
static void
damage(struct scene *scene, const char *table)
{
	char sql[100], page[PAGE];
	int64_t number = 0;
	FILE *file;

	snprintf(sql, sizeof sql,
	    "SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);
	assert_true(db_ask_int(scene->db, sql, 0, &number, &scene->err));
	assert_true(number > 1);
	db_close(TAKE(scene->db));
	file = fopen(temp_folder_path(&scene->folder, "state.db"), "r+b");
	assert_non_null(file);
	memset(page, 0xa5, sizeof page);
	assert_int_equal(fseek(file, (number - 1) * PAGE, SEEK_SET), 0);
	assert_int_equal(fwrite(page, sizeof page, 1, file), 1);
	assert_int_equal(fclose(file), 0);
	open_db(scene);
}

/* true: it is damaged. */
static bool
is_found(struct scene *scene, int64_t whole_max_bytes)
{
	bool is_damaged = true;

	if (check_file(scene->db, whole_max_bytes, &is_damaged, &scene->err))
		return false;
	/* Or SQLite says so itself. */
	assert_true(is_damaged || db_trouble_is_damage(db_trouble(scene->db)));
	assert_true(scene->err.message[0] != '\0');
	return true;
}

static void
a_sound_file_is_sound(void **state)
{
	struct scene *scene = *state;

	assert_false(is_found(scene, 0));
	assert_false(is_found(scene, 100 << 20));
	assert_false(is_found(scene, LARGE));
}

static void
of_a_small_one_all_is_looked_at(void **state)
{
	struct scene *scene = *state;

	damage(scene, "event");
	assert_true(is_found(scene, 100 << 20));
	assert_true(is_found(scene, 0));
}

static void
of_a_large_one_what_a_start_reads(void **state)
{
	struct scene *scene = *state;

	damage(scene, "endpoint");
	assert_true(is_found(scene, LARGE));
}

static void
and_not_its_events(void **state)
{
	struct scene *scene = *state;

	damage(scene, "event");
	assert_false(is_found(scene, LARGE));
}

static void
one_is_long_by_its_bytes(void **state)
{
	struct scene *scene = *state;
	bool is_long = true;

	assert_true(check_is_long(scene->db, 0, &is_long, &scene->err));
	assert_false(is_long);
	assert_true(check_is_long(scene->db, 100 << 20, &is_long, &scene->err));
	assert_false(is_long);
	assert_true(check_is_long(scene->db, LARGE, &is_long, &scene->err));
	assert_true(is_long);
}

/* Nothing is made anew of what may be damaged. */
static void
what_is_to_be_migrated_is_not_long(void **state)
{
	struct scene *scene = *state;
	bool is_long = true;

	assert_true(db_exec(scene->db, "PRAGMA user_version = 1", &scene->err));
	assert_true(check_is_long(scene->db, LARGE, &is_long, &scene->err));
	assert_false(is_long);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_sound_file_is_sound),
	    TEST(of_a_small_one_all_is_looked_at),
	    TEST(of_a_large_one_what_a_start_reads),
	    TEST(and_not_its_events),
	    TEST(one_is_long_by_its_bytes),
	    TEST(what_is_to_be_migrated_is_not_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
