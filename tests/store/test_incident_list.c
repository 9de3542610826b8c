/* Incidents as people look through them. */
#include "store/incident_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "store/schema.h"

struct scene {
	struct db *db;
	struct incident_list list;
};

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;

	scene = (struct scene){.db = db_open(&options, &err)};
	*state = &scene;
	return scene.db == NULL || !schema_migrate(scene.db, &err);
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	incident_list_clear(&scene->list);
	db_close(scene->db);
	return 0;
}

static void
run(struct scene *scene, const char *sql)
{
	struct error err = ERROR_INIT;

	if (!db_exec(scene->db, sql, &err))
		fail_msg("%s", err.message);
}

/* resolved_at 0: it is open. */
static void
add(struct scene *scene, const char *id, const char *severity,
    const char *endpoint, int opened_at, int resolved_at)
{
	char sql[1024], end[32] = "NULL";

	if (resolved_at != 0)
		snprintf(end, sizeof end, "%d", resolved_at);
	snprintf(sql, sizeof sql,
	    "INSERT INTO incident (id, finding, severity, sha256, endpoint, "
	    "opened_at, changed_at, resolved_at, detail, endpoint_count, "
	    "told, told_at, told_count) VALUES ('%s', 'leaf-only', '%s', "
	    "NULL, '%s', %d, %d, %s, 'words', 1, 'told', %d, 1);"
	    "INSERT INTO incident_endpoint VALUES ('%s', '%s', %d, %s)",
	    id, severity, endpoint, opened_at, opened_at, end, opened_at,
	    endpoint, id, opened_at, end);
	run(scene, sql);
}

static const struct incident_list *
read_list(struct scene *scene, const struct incident_list_query *query)
{
	struct error err = ERROR_INIT;

	if (!incident_list_read(scene->db, query, &scene->list, &err))
		fail_msg("%s", err.message);
	return &scene->list;
}

static void
open_ones_stand_worst_first_then_the_newest(void **state)
{
	const struct incident_list_query query = {.page = 1};
	struct scene *scene = *state;
	const struct incident_list *list;

	add(scene, "n", "notice", "a.test:443", 900, 0);
	add(scene, "w", "warning", "a.test:443", 100, 0);
	add(scene, "c1", "critical", "a.test:443", 100, 0);
	add(scene, "c2", "critical", "b.test:443", 200, 0);
	add(scene, "over", "critical", "b.test:443", 300, 400);
	list = read_list(scene, &query);
	assert_int_equal(list->items.len, 4);
	assert_string_equal(list->items.items[0].id, "c2");
	assert_string_equal(list->items.items[1].id, "c1");
	assert_string_equal(list->items.items[2].id, "w");
	assert_string_equal(list->items.items[3].id, "n");
	assert_int_equal(list->open[SEVERITY_CRITICAL], 2);
	assert_int_equal(list->open[SEVERITY_WARNING], 1);
	assert_int_equal(list->open[SEVERITY_NOTICE], 1);
}

static void
what_is_over_stands_by_its_end(void **state)
{
	const struct incident_list_query query = {.is_over = true, .page = 1};
	struct scene *scene = *state;

	add(scene, "early", "critical", "a.test:443", 100, 300);
	add(scene, "late", "notice", "a.test:443", 50, 400);
	add(scene, "open", "notice", "a.test:443", 50, 0);
	assert_int_equal(read_list(scene, &query)->items.len, 2);
	assert_string_equal(scene->list.items.items[0].id, "late");
	assert_int_equal(scene->list.items.items[0].resolved_at, 400);
}

static void
what_is_asked_of_must_fit(void **state)
{
	struct incident_list_query query = {.page = 1, .pattern = "SHOP"};
	struct scene *scene = *state;

	add(scene, "a", "critical", "www.shop.test:443", 100, 0);
	add(scene, "b", "notice", "www.test:443", 100, 0);
	assert_int_equal(read_list(scene, &query)->items.len, 1);
	assert_string_equal(scene->list.items.items[0].id, "a");
	query.pattern = "*.test";
	assert_int_equal(read_list(scene, &query)->items.len, 2);
	query.severity = "notice";
	assert_int_equal(read_list(scene, &query)->items.len, 1);
	query.severity = "";
	query.finding = "expired";
	assert_int_equal(read_list(scene, &query)->items.len, 0);
	query.finding = "leaf-only";
	assert_int_equal(read_list(scene, &query)->items.len, 2);
}

static void
who_was_told_of_it_is_kept_apart(void **state)
{
	const struct incident_list_query query = {.page = 1};
	struct scene *scene = *state;

	add(scene, "a", "critical", "a.test:443", 100, 0);
	assert_string_equal(
	    read_list(scene, &query)->items.items[0].told, "told");
	run(scene, "UPDATE incident SET told = 'untold'");
	assert_string_equal(
	    read_list(scene, &query)->items.items[0].told, "untold");
}

static void
a_few_of_its_endpoints_are_named_and_all_counted(void **state)
{
	const struct incident_list_query query = {.page = 1};
	struct scene *scene = *state;

	add(scene, "a", "critical", "a.test:443", 100, 0);
	for (char c = 'b'; c < 'h'; c++) {
		char sql[256];

		snprintf(sql, sizeof sql,
		    "INSERT INTO incident_endpoint VALUES "
		    "('%c.test:443', 'a', 100, NULL)",
		    c);
		run(scene, sql);
	}
	read_list(scene, &query);
	assert_int_equal(scene->list.items.items[0].endpoint_count, 7);
	assert_int_equal(
	    scene->list.items.items[0].endpoints.len, INCIDENT_LIST_ENDPOINTS);
}

static void
more_than_a_page_go_on_at_the_next(void **state)
{
	struct incident_list_query query = {.page = 1};
	struct scene *scene = *state;
	char id[32];

	for (int i = 0; i <= INCIDENT_LIST_PAGE; i++) {
		snprintf(id, sizeof id, "%04d", i);
		add(scene, id, "critical", "a.test:443", 100, 0);
	}
	assert_int_equal(
	    read_list(scene, &query)->items.len, INCIDENT_LIST_PAGE);
	assert_true(scene->list.has_more);
	query.page = 2;
	assert_int_equal(read_list(scene, &query)->items.len, 1);
	assert_false(scene->list.has_more);
	assert_string_equal(scene->list.items.items[0].id, "0100");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(open_ones_stand_worst_first_then_the_newest),
	    TEST(what_is_over_stands_by_its_end),
	    TEST(what_is_asked_of_must_fit),
	    TEST(who_was_told_of_it_is_kept_apart),
	    TEST(a_few_of_its_endpoints_are_named_and_all_counted),
	    TEST(more_than_a_page_go_on_at_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
