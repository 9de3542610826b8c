/* Rows: in order, the newest of a key, dropped by rank, written as bound. */
#include "store/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/temp_folder.h"

static const char put_sql[] = "INSERT INTO thing VALUES (?, ?, ?)";
static const char clear_sql[] = "DELETE FROM thing WHERE a = ?";

static void
add(struct rows *rows, int64_t key, const char *text, unsigned rank)
{
	rows_begin(rows, put_sql, rank);
	rows_int(rows, key);
	rows_key(rows);
	rows_text(rows, text);
	rows_bytes(rows, "\0\1", 2);
	rows_end(rows);
}

static void
clear(struct rows *rows, int64_t key)
{
	rows_begin(rows, clear_sql, 0);
	rows_int(rows, key);
	rows_key(rows);
	rows_end(rows);
}

/* What the table says after the rows were written. */
static void
expect(const struct rows *rows, const char *what)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;
	struct db_options options = {0};
	struct db_statement *statement;
	struct db *db;

	temp_folder_make(&folder);
	options.path = temp_folder_path(&folder, "a.db");
	db = db_open(&options, &err);
	assert_non_null(db);
	assert_true(db_exec(db, "CREATE TABLE thing (a, b, c)", &err));
	assert_true(rows_write(rows, db, &err));
	statement = db_statement(db,
	    "SELECT coalesce(group_concat(a || ifnull(b, '-') || hex(c)), '') "
	    "FROM (SELECT * FROM thing ORDER BY rowid)",
	    &err);
	assert_int_equal(db_step(statement, &err), DB_ROW);
	assert_string_equal(db_text(statement, 0), what);
	db_close(db);
	temp_folder_remove(&folder);
}

static void
rows_are_written_in_order(void **state)
{
	struct rows rows = {0};

	add(&rows, 2, "x", 0);
	add(&rows, 1, NULL, 0);
	expect(&rows, "2x0001,1-0001");
	rows_clear(&rows);
	assert_int_equal(rows.len, 0);
}

/* Longer than what there is room for at first, and than twice that. */
static void
long_values_are_written_whole(void **state)
{
	char text[5000], wanted[5100];
	struct rows rows = {0};

	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	add(&rows, 1, "a", 0);
	add(&rows, 2, text, 0);
	add(&rows, 3, "c", 0);
	snprintf(wanted, sizeof wanted, "1a0001,2%s0001,3c0001", text);
	expect(&rows, wanted);
	rows_clear(&rows);
}

static void
the_newest_of_a_key_counts_and_stands_last(void **state)
{
	struct rows rows = {0};

	add(&rows, 1, "old", 0);
	add(&rows, 2, "x", 0);
	add(&rows, 1, "new", 0);
	assert_int_equal(rows.len, 2);
	expect(&rows, "2x0001,1new0001");
	rows_clear(&rows);
}

static void
deleted_and_put_again_is_there(void **state)
{
	struct rows rows = {0};

	add(&rows, 1, "old", 0);
	clear(&rows, 1);
	expect(&rows, "");
	add(&rows, 1, "new", 0);
	expect(&rows, "1new0001");
	clear(&rows, 1);
	expect(&rows, "");
	rows_clear(&rows);
}

static void
the_oldest_of_the_lowest_rank_is_dropped(void **state)
{
	struct rows rows = {0};

	add(&rows, 1, "critical", 3);
	add(&rows, 2, "notice", 1);
	add(&rows, 3, "notice", 1);
	assert_true(rows_drop(&rows, 1));
	expect(&rows, "1critical0001,3notice0001");
	assert_true(rows_drop(&rows, 1));
	assert_false(rows_drop(&rows, 1));
	assert_true(rows_drop(&rows, 100));
	assert_int_equal(rows.len, 0);
	assert_int_equal(rows.bytes, 0);
	rows_clear(&rows);
}

static void
many_keys_are_found_again(void **state)
{
	struct rows rows = {0};

	for (int round = 0; round < 3; round++) {
		for (int64_t i = 0; i < 5000; i++)
			add(&rows, i, "x", 0);
	}
	assert_int_equal(rows.len, 5000);
	rows_clear(&rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_written_in_order),
	    cmocka_unit_test(long_values_are_written_whole),
	    cmocka_unit_test(the_newest_of_a_key_counts_and_stands_last),
	    cmocka_unit_test(deleted_and_put_again_is_there),
	    cmocka_unit_test(the_oldest_of_the_lowest_rank_is_dropped),
	    cmocka_unit_test(many_keys_are_found_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
