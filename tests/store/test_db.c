/* One connection: binding, rows, transactions, and troubles told apart. */
#include "store/db.h"

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

static struct db *
open_at(struct scene *scene, const char *name, bool is_read_only)
{
	const struct db_options options = {
	    .path = temp_folder_path(&scene->folder, name),
	    .is_read_only = is_read_only,
	};

	return db_open(&options, &scene->err);
}

static void
set_up(struct scene *scene)
{
	*scene = (struct scene){0};
	temp_folder_make(&scene->folder);
	scene->db = open_at(scene, "a.db", false);
	assert_non_null(scene->db);
	assert_true(db_exec(scene->db,
	    "CREATE TABLE thing (n INTEGER PRIMARY KEY, t TEXT, b BLOB)",
	    &scene->err));
}

static void
tear_down(struct scene *scene)
{
	db_close(scene->db);
	temp_folder_remove(&scene->folder);
}

static const char insert[] = "INSERT INTO thing VALUES (?, ?, ?)";

static bool
add(struct scene *scene, int64_t n, const char *text, const void *bytes,
    size_t len)
{
	struct db_statement *statement =
	    db_statement(scene->db, insert, &scene->err);

	assert_non_null(statement);
	db_bind_int(statement, 1, n);
	db_bind_text(statement, 2, text);
	db_bind_bytes(statement, 3, bytes, len);
	return db_run(statement, &scene->err);
}

static int64_t
count(struct scene *scene)
{
	int64_t value = -1;

	assert_true(db_ask_int(
	    scene->db, "SELECT count(*) FROM thing", 0, &value, &scene->err));
	return value;
}

static void
what_is_bound_comes_back(void **state)
{
	struct scene scene;
	struct db_statement *statement;
	size_t len;

	set_up(&scene);
	assert_true(add(&scene, INT64_MAX, "a\xc3\xa9", "\0\1", 2));
	statement = db_statement(
	    scene.db, "SELECT n, t, b, NULL FROM thing", &scene.err);
	assert_int_equal(db_step(statement, &scene.err), DB_ROW);
	assert_true(db_int(statement, 0) == INT64_MAX);
	assert_string_equal(db_text(statement, 1), "a\xc3\xa9");
	assert_memory_equal(db_bytes(statement, 2, &len), "\0\1", 2);
	assert_int_equal(len, 2);
	assert_true(db_is_null(statement, 3));
	assert_false(db_is_null(statement, 2));
	assert_int_equal(db_step(statement, &scene.err), DB_END);
	tear_down(&scene);
}

static void
no_text_is_null_and_no_bytes_are_not(void **state)
{
	struct scene scene;
	int64_t value = -1;

	set_up(&scene);
	assert_true(add(&scene, 1, NULL, "", 0));
	assert_true(db_ask_int(scene.db,
	    "SELECT t IS NULL AND b IS NOT NULL FROM thing", 0, &value,
	    &scene.err));
	assert_int_equal(value, 1);
	tear_down(&scene);
}

static void
a_statement_is_parsed_once(void **state)
{
	struct scene scene;

	set_up(&scene);
	assert_ptr_equal(db_statement(scene.db, insert, &scene.err),
	    db_statement(scene.db, insert, &scene.err));
	assert_null(db_statement(scene.db, "SELEKT", &scene.err));
	assert_int_equal(db_trouble(scene.db), DB_OTHER);
	assert_non_null(strstr(scene.err.message, "SELEKT"));
	tear_down(&scene);
}

static void
a_failed_statement_can_be_run_again(void **state)
{
	struct scene scene;

	set_up(&scene);
	assert_true(add(&scene, 1, "a", "", 0));
	assert_false(add(&scene, 1, "again", "", 0));
	assert_int_equal(db_trouble(scene.db), DB_OTHER);
	assert_false(db_trouble_may_pass(DB_OTHER));
	db_forget_trouble(scene.db);
	assert_true(add(&scene, 2, "other", "", 0));
	assert_int_equal(db_trouble(scene.db), DB_FINE);
	assert_int_equal(count(&scene), 2);
	tear_down(&scene);
}

static void
rolled_back_is_as_if_it_never_was(void **state)
{
	struct scene scene;

	set_up(&scene);
	assert_true(db_begin(scene.db, &scene.err));
	assert_true(db_is_in_transaction(scene.db));
	assert_true(add(&scene, 1, "a", "", 0));
	db_rollback(scene.db);
	assert_false(db_is_in_transaction(scene.db));
	db_rollback(scene.db);
	assert_int_equal(count(&scene), 0);
	assert_true(db_begin(scene.db, &scene.err));
	assert_true(add(&scene, 1, "a", "", 0));
	assert_true(db_commit(scene.db, &scene.err));
	assert_int_equal(count(&scene), 1);
	tear_down(&scene);
}

static void
a_file_that_is_no_database_is_damage(void **state)
{
	struct scene scene;
	struct db *db;

	set_up(&scene);
	temp_folder_write(&scene.folder, "b.db",
	    "This is no database, although it is long enough to be one: "
	    "SQLite reads the first hundred bytes before it says so.");
	db = open_at(&scene, "b.db", false);
	assert_non_null(db);
	assert_false(db_exec(db, "PRAGMA journal_mode = WAL", &scene.err));
	assert_int_equal(db_trouble(db), DB_NOT_A_DATABASE);
	assert_true(db_trouble_is_damage(db_trouble(db)));
	assert_false(db_trouble_may_pass(db_trouble(db)));
	db_close(db);
	tear_down(&scene);
}

static void
a_lock_of_another_may_pass(void **state)
{
	struct scene scene;
	struct db *other;

	set_up(&scene);
	other = open_at(&scene, "a.db", false);
	assert_true(db_begin(other, &scene.err));
	assert_false(db_begin(scene.db, &scene.err));
	assert_int_equal(db_trouble(scene.db), DB_BUSY);
	assert_true(db_trouble_may_pass(DB_BUSY));
	db_rollback(other);
	assert_true(db_begin(scene.db, &scene.err));
	db_rollback(scene.db);
	db_close(other);
	tear_down(&scene);
}

static void
who_may_only_read_cannot_write(void **state)
{
	struct scene scene;
	struct db *reader;

	set_up(&scene);
	assert_null(open_at(&scene, "missing.db", true));
	assert_non_null(strstr(scene.err.message, "missing.db"));
	reader = open_at(&scene, "a.db", true);
	assert_false(db_exec(reader, "DELETE FROM thing", &scene.err));
	assert_int_equal(db_trouble(reader), DB_READONLY);
	db_close(reader);
	tear_down(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_bound_comes_back),
	    cmocka_unit_test(no_text_is_null_and_no_bytes_are_not),
	    cmocka_unit_test(a_statement_is_parsed_once),
	    cmocka_unit_test(a_failed_statement_can_be_run_again),
	    cmocka_unit_test(rolled_back_is_as_if_it_never_was),
	    cmocka_unit_test(a_file_that_is_no_database_is_damage),
	    cmocka_unit_test(a_lock_of_another_may_pass),
	    cmocka_unit_test(who_may_only_read_cannot_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
