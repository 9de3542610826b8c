/* Rows that say the same come back as one verdict; others never do. */
#include "store/load_pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/schema.h"

#define ROW_COUNT 200 /* more than the table begins with */
#define OTHER "0100000000000000000000000000000000000000000000000000000000000000"
#define BROKEN \
	"0200000000000000000000000000000000000000000000000000000000000000"

struct scene {
	struct db *db;
	struct load_pool pool;
};

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;

	scene = (struct scene){.db = db_open(&options, &err)};
	*state = &scene;
	return scene.db == NULL || !schema_migrate(scene.db, &err) ||
	    !db_exec(scene.db,
		"INSERT INTO chain VALUES (zeroblob(32), x'', 1), "
		"(x'" OTHER "', x'', 1), (x'" BROKEN "', zeroblob(32), 1)",
		&err);
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	load_pool_clear(&scene->pool);
	db_close(scene->db);
	return 0;
}

/* The verdict of a row: chain, is_valid, severity, findings, breaks_at,
 * holds_until, accepting, refused_by. */
static struct verdict *
get(struct scene *scene, const char *columns)
{
	CLEANUP(db_close) struct db *db = NULL;
	CLEANUP(free) char *sql = mem_printf("SELECT %s", columns);
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;
	struct db_statement *row;
	struct verdict *verdict;

	/* A statement is named by its text's address: one database each. */
	db = db_open(&options, &err);
	assert_non_null(db);
	row = db_statement(db, sql, &err);
	assert_non_null(row);
	assert_int_equal(db_step(row, &err), DB_ROW);
	assert_true(
	    load_pool_get(&scene->pool, scene->db, row, 0, &verdict, &err));
	db_reset(row);
	return verdict;
}

#define ZEROS "zeroblob(32), "
#define PLAIN ZEROS "1, 'ok', '', 7, 8, 'go', 'Java'"

static void
the_same_row_is_the_same_verdict(void **state)
{
	struct verdict *first = get(*state, PLAIN);
	struct verdict *second = get(*state, PLAIN);

	assert_non_null(first);
	assert_ptr_equal(first, second);
	assert_int_equal(first->breaks_at, 7);
	verdict_unref(first);
	verdict_unref(second);
}

static void
what_differs_in_one_column_is_another(void **state)
{
	static const char *const others[] = {
	    "x'" OTHER "', 1, 'ok', '', 7, 8, 'go', 'Java'",
	    ZEROS "0, 'ok', '', 7, 8, 'go', 'Java'",
	    ZEROS "1, 'warning', '', 7, 8, 'go', 'Java'",
	    ZEROS "1, 'ok', 'leaf-only critical -', 7, 8, 'go', 'Java'",
	    ZEROS "1, 'ok', '', 9, 8, 'go', 'Java'",
	    ZEROS "1, 'ok', '', 7, 9, 'go', 'Java'",
	    ZEROS "1, 'ok', '', 7, 8, '', 'Java'",
	    ZEROS "1, 'ok', '', 7, 8, 'go', NULL",
	    ZEROS "1, 'ok', '', 7, 8, 'go', ''",
	    /* The same bytes, cut elsewhere. */
	    ZEROS "1, 'ok', '', 7, 8, 'goJ', 'ava'",
	};
	struct verdict *plain = get(*state, PLAIN);

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct verdict *other = get(*state, others[i]);

		assert_ptr_not_equal(other, plain);
		verdict_unref(other);
	}
	verdict_unref(plain);
}

static void
many_are_found_again(void **state)
{
	struct verdict *verdicts[ROW_COUNT];
	char columns[200];

	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < ROW_COUNT; i++) {
			struct verdict *verdict;

			snprintf(columns, sizeof columns,
			    ZEROS "1, 'ok', '', %d, 8, 'go', NULL", i);
			verdict = get(*state, columns);
			assert_int_equal(verdict->breaks_at, i);
			if (pass == 0)
				verdicts[i] = verdict;
			else
				assert_ptr_equal(verdict, verdicts[i]);
			if (pass == 1)
				verdict_unref(verdict);
		}
	}
	for (int i = 0; i < ROW_COUNT; i++)
		verdict_unref(verdicts[i]);
}

/* A certificate of its chain is not stored: for all who show it. */
static void
what_makes_no_verdict_makes_none_again(void **state)
{
	static const char columns[] =
	    "x'" BROKEN "', 1, 'ok', '', 7, 8, 'go', NULL";

	assert_null(get(*state, columns));
	verdict_unref(get(*state, PLAIN));
	assert_null(get(*state, columns));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_same_row_is_the_same_verdict),
	    TEST(what_differs_in_one_column_is_another),
	    TEST(many_are_found_again),
	    TEST(what_makes_no_verdict_makes_none_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
