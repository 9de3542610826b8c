/* From a directory to a database: fresh, kept, damaged, newer. */
#include "store/opening.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct store_options options;
	struct opening opening;
	struct error err;
};

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.options = store_options_default};
	temp_folder_make(&scene.folder);
	scene.options.directory = scene.folder.path;
	scene.options.now = 1795254900;
	*state = &scene;
	return 0;
}

static bool
open_it(struct scene *scene)
{
	bool is_open =
	    opening_do(&scene->options, &scene->opening, &scene->err);

	if (!is_open)
		print_message("%s\n", scene->err.message);
	return is_open;
}

static void
close_it(struct scene *scene)
{
	opening_clear(&scene->opening);
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	temp_folder_remove(&scene->folder);
	return 0;
}

static int64_t
ask(struct scene *scene, const char *sql)
{
	int64_t value = -1;

	assert_true(db_ask_int(scene->opening.db, sql, 0, &value, &scene->err));
	return value;
}

static void
fill(struct scene *scene)
{
	assert_true(open_it(scene));
	assert_true(db_exec(scene->opening.db,
	    "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n "
	    "WHERE x < 2000) INSERT INTO event (sequence, id, time, kind, "
	    "severity, endpoint, payload) SELECT x, 'id' || x, x, 'k', "
	    "'s', 'endpoint' || x, hex(randomblob(50)) FROM n",
	    &scene->err));
	close_it(scene);
}

static void
what_was_written_is_there_again(void **state)
{
	struct scene *scene = *state;

	fill(scene);
	assert_true(open_it(scene));
	assert_int_equal(ask(scene, "SELECT count(*) FROM event"), 2000);
	assert_null(scene->opening.set_aside);
	close_it(scene);
}

static void
it_is_a_write_ahead_log_that_can_shrink(void **state)
{
	struct scene *scene = *state;

	assert_true(open_it(scene));
	assert_int_equal(ask(scene, "PRAGMA auto_vacuum"), 2);
	assert_int_equal(
	    ask(scene, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"),
	    1);
	close_it(scene);
}

static void
a_file_of_other_things_is_set_aside(void **state)
{
	struct scene *scene = *state;

	temp_folder_write(&scene->folder, "state.db",
	    "This is no database, although it is long enough to be one: "
	    "SQLite reads the first hundred bytes before it says so.");
	assert_true(open_it(scene));
	assert_non_null(strstr(
	    scene->opening.set_aside, "state.db.corrupt-20261121T095500Z"));
	assert_int_equal(access(scene->opening.set_aside, F_OK), 0);
	assert_int_equal(ask(scene, "SELECT count(*) FROM event"), 0);
	close_it(scene);
}

/* Bytes in the middle, as a bad disk leaves them. */
static void
a_database_with_a_hole_is_set_aside(void **state)
{
	struct scene *scene = *state;
	char hole[16384];
	FILE *file;

	fill(scene);
	file = fopen(temp_folder_path(&scene->folder, "state.db"), "r+b");
	assert_non_null(file);
	memset(hole, 0xa5, sizeof hole);
	assert_int_equal(fseek(file, 200000, SEEK_SET), 0);
	assert_int_equal(fwrite(hole, sizeof hole, 1, file), 1);
	assert_int_equal(fclose(file), 0);

	assert_true(open_it(scene));
	assert_non_null(scene->opening.set_aside);
	assert_int_equal(ask(scene, "SELECT count(*) FROM event"), 0);
	close_it(scene);
}

static void
a_newer_one_is_refused_and_kept(void **state)
{
	struct scene *scene = *state;

	assert_true(open_it(scene));
	assert_true(db_exec(
	    scene->opening.db, "PRAGMA user_version = 4711", &scene->err));
	close_it(scene);
	assert_false(open_it(scene));
	assert_non_null(strstr(scene->err.message, "4711"));
	assert_non_null(strstr(scene->err.message, "newer"));
	/* The lock is free again, and nothing was moved. */
	assert_false(open_it(scene));
	assert_non_null(strstr(scene->err.message, "newer"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_was_written_is_there_again),
	    TEST(it_is_a_write_ahead_log_that_can_shrink),
	    TEST(a_file_of_other_things_is_set_aside),
	    TEST(a_database_with_a_hole_is_set_aside),
	    TEST(a_newer_one_is_refused_and_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
