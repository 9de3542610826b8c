/* Dead letters, beside a store that is open. */
#include "store/dead_letters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/inline_store.h"
#include "store/store.h"

struct scene {
	struct inline_store kept;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	inline_store_run(&scene->kept,
	    "INSERT INTO event (sequence, id, time, kind, severity, payload) "
	    "VALUES (1, 'a', 0, 'k', 'ok', '{\"text\":\"first\"}'), "
	    "(2, 'b', 0, 'k', 'ok', '{}'), (3, 'c', 0, 'k', 'ok', '{}');"
	    "INSERT INTO delivery (sink, sequence, state, attempts, refusals, "
	    "next_at, error) VALUES ('ops', 1, 'dead', 14, 12, 99, "
	    "'HTTP status 400'), ('ops', 2, 'pending', 3, 0, 99, NULL), "
	    "('chat', 3, 'dead', 1, 1, 0, NULL)");
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	inline_store_close(&scene->kept);
	free(scene);
	return 0;
}

static int64_t
number(struct scene *scene, const char *sql)
{
	return inline_store_number(&scene->kept, sql);
}

static void
they_are_read_with_event_and_reason(void **state)
{
	struct scene *scene = *state;
	struct dead_letters letters = {0};
	struct error err = ERROR_INIT;

	assert_true(
	    dead_letters_read(scene->kept.folder.path, NULL, &letters, &err));
	assert_int_equal(letters.items.len, 2);
	assert_string_equal(letters.items.items[0].sink, "chat");
	assert_string_equal(letters.items.items[1].sink, "ops");
	assert_int_equal(letters.items.items[1].sequence, 1);
	assert_string_equal(letters.items.items[1].id, "a");
	assert_int_equal(letters.items.items[1].attempts, 14);
	assert_string_equal(letters.items.items[1].error, "HTTP status 400");
	assert_string_equal(
	    letters.items.items[1].payload, "{\"text\":\"first\"}");
	assert_false(letters.has_more);
	dead_letters_clear(&letters);
}

static void
of_one_sink_when_asked_for(void **state)
{
	struct scene *scene = *state;
	struct dead_letters letters = {0};
	struct error err = ERROR_INIT;

	assert_true(
	    dead_letters_read(scene->kept.folder.path, "ops", &letters, &err));
	assert_int_equal(letters.items.len, 1);
	dead_letters_clear(&letters);
}

static void
tried_again_they_are_as_if_never_refused(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;
	size_t count = 0;

	assert_true(
	    dead_letters_retry(scene->kept.folder.path, "ops", &count, &err));
	assert_int_equal(count, 1);
	assert_int_equal(
	    number(scene,
		"SELECT count(*) FROM delivery WHERE sink = 'ops' AND sequence "
		"= 1 AND state = 'pending' AND refusals = 0 AND next_at = 0"),
	    1);
	/* What waits for its time goes on waiting. */
	assert_int_equal(
	    number(scene, "SELECT next_at FROM delivery WHERE sequence = 2"),
	    99);
	assert_true(
	    dead_letters_retry(scene->kept.folder.path, NULL, &count, &err));
	assert_int_equal(count, 1);
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM delivery WHERE state = 'dead'"),
	    0);
}

static void
where_there_is_no_store_none_is_made(void **state)
{
	struct scene *scene = *state;
	struct dead_letters letters = {0};
	struct error err = ERROR_INIT;
	CLEANUP(free)
	char *nowhere = mem_printf("%s/nowhere", scene->kept.folder.path);
	size_t count = 0;

	assert_false(dead_letters_read(nowhere, NULL, &letters, &err));
	assert_non_null(strstr(err.message, "state.db: No such file"));
	assert_false(dead_letters_retry(nowhere, NULL, &count, &err));
}

static void
a_store_of_another_version_is_left_alone(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;
	size_t count = 0;

	assert_true(db_exec(
	    store_db(scene->kept.store), "PRAGMA user_version = 999", &err));
	assert_false(
	    dead_letters_retry(scene->kept.folder.path, NULL, &count, &err));
	assert_non_null(strstr(err.message, "version 999"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(they_are_read_with_event_and_reason),
	    TEST(of_one_sink_when_asked_for),
	    TEST(tried_again_they_are_as_if_never_refused),
	    TEST(where_there_is_no_store_none_is_made),
	    TEST(a_store_of_another_version_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
