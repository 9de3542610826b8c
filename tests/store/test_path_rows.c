/* What a chain was trusted by and did not send is known by the store. */
#include "store/path_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "store/schema.h"
#include "support/mint.h"

struct scene {
	struct db *db;
	struct known_certs *known;
	struct rows rows;
	struct mint_chain mint;
	struct report *report;
	struct verdict *verdict;
};

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;
	struct report_path *path;

	scene = (struct scene){
	    .db = db_open(&options, &err),
	    .known = known_certs_new(),
	    .mint = mint_chain_for("a.test"),
	    .report = report_new(),
	};
	*state = &scene;
	scene.report->presented =
	    mint_presented(scene.mint.leaf, scene.mint.intermediate, NULL);
	scene.verdict = verdict_new(scene.report);
	path = ARRAY_ADD(&scene.report->paths);
	path->chain = mint_presented(
	    scene.mint.leaf, scene.mint.intermediate, scene.mint.root, NULL);
	*ARRAY_ADD(&path->origins) = REPORT_PRESENTED;
	*ARRAY_ADD(&path->origins) = REPORT_PRESENTED;
	*ARRAY_ADD(&path->origins) = REPORT_ANCHOR;
	path->is_complete = true;
	return scene.db == NULL || !schema_migrate(scene.db, &err);
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	rows_clear(&scene->rows);
	known_certs_free(scene->known);
	verdict_unref(scene->verdict);
	report_unref(scene->report);
	db_close(scene->db);
	return 0;
}

static int64_t
written(struct scene *scene, const char *sql)
{
	struct error err = ERROR_INIT;
	int64_t value = -1;

	path_rows_add(
	    &scene->rows, scene->verdict, scene->report, scene->known, 5);
	assert_true(rows_write(&scene->rows, scene->db, &err));
	assert_true(db_ask_int(scene->db, sql, 0, &value, &err));
	return value;
}

static void
the_anchor_is_kept_with_the_chain_that_needs_it(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(written(scene,
			     "SELECT count(*) FROM certificate JOIN "
			     "chain_certificate ON certificate = sha256 WHERE "
			     "length(der) > 100 AND first_seen = 5"),
	    1);
	assert_int_equal(
	    written(scene, "SELECT count(*) FROM chain_certificate"), 1);
}

static void
a_path_that_ends_nowhere_needs_nothing(void **state)
{
	struct scene *scene = *state;

	scene->report->paths.items[0].is_complete = false;
	assert_int_equal(written(scene, "SELECT count(*) FROM certificate"), 0);
}

static void
a_report_about_another_chain_says_nothing_of_this(void **state)
{
	struct scene *scene = *state;

	chain_unref(scene->report->presented);
	scene->report->presented = mint_presented(scene->mint.leaf, NULL);
	assert_int_equal(
	    written(scene, "SELECT count(*) FROM chain_certificate"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_anchor_is_kept_with_the_chain_that_needs_it),
	    TEST(a_path_that_ends_nowhere_needs_nothing),
	    TEST(a_report_about_another_chain_says_nothing_of_this),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
