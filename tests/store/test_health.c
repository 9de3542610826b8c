/* When a store is late, fails and is well again: in virtual time. */
#include "store/health.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/fake_loop.h"

struct scene {
	struct loop *loop;
	struct health health;
	unsigned late, began, ended, corrupt;
	struct error last_err;
};

static const struct error none = ERROR_INIT;

static void
on_late(void *arg)
{
	struct scene *scene = arg;

	scene->late++;
}

static void
on_change(void *arg, bool is_failing, const struct error *err)
{
	struct scene *scene = arg;

	scene->began += is_failing;
	scene->ended += !is_failing;
	scene->last_err = *err;
}

static void
on_corrupt(void *arg, const struct error *err)
{
	struct scene *scene = arg;

	scene->corrupt++;
	scene->last_err = *err;
}

static void
begin(struct scene *scene, int64_t late_ms)
{
	struct store_options options = store_options_default;

	options.late_ms = late_ms;
	health_init(&scene->health, scene->loop, &options, "/x/state.db");
	scene->health.late = on_late;
	scene->health.late_arg = scene;
	scene->health.corrupt = on_corrupt;
	scene->health.corrupt_arg = scene;
	*ARRAY_ADD(&scene->health.listeners.items) =
	    (struct store_listener){on_change, scene};
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->loop = loop_new();
	begin(scene, 5000);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	health_clear(&scene->health);
	loop_free(scene->loop);
	free(scene);
	return 0;
}

static void
assert_told(
    const struct scene *scene, unsigned late, unsigned began, unsigned ended)
{
	assert_int_equal(scene->late, late);
	assert_int_equal(scene->began, began);
	assert_int_equal(scene->ended, ended);
}

static void
what_is_not_written_is_late_then_a_failure(void **state)
{
	struct scene *scene = *state;

	health_watch(&scene->health, true);
	fake_loop_run_for(scene->loop, 4999);
	assert_told(scene, 0, 0, 0);
	fake_loop_run_for(scene->loop, 1);
	assert_told(scene, 1, 0, 0);
	fake_loop_run_for(scene->loop, 24999);
	assert_false(scene->health.is_failing);
	fake_loop_run_for(scene->loop, 1);
	assert_told(scene, 1, 1, 0);
	assert_true(scene->health.is_failing);
	assert_string_equal(scene->last_err.message,
	    "/x/state.db: the disk has not answered for 30 s");
	fake_loop_run_for(scene->loop, 600000);
	assert_told(scene, 1, 1, 0);

	/* That the thread says nothing bad is no answer of the disk's. */
	health_heard(&scene->health, false, false, &none);
	assert_told(scene, 1, 1, 0);
	health_heard(&scene->health, false, true, &none);
	assert_told(scene, 1, 1, 1);
}

static void
each_answer_begins_anew(void **state)
{
	struct scene *scene = *state;

	health_watch(&scene->health, true);
	for (int i = 0; i < 20; i++) {
		fake_loop_run_for(scene->loop, 4000);
		health_heard(&scene->health, false, true, &none);
		health_watch(&scene->health, true);
	}
	assert_told(scene, 0, 0, 0);
	fake_loop_run_for(scene->loop, 6000);
	health_watch(&scene->health, false);
	fake_loop_run_for(scene->loop, 60000);
	assert_told(scene, 1, 0, 0);
}

static void
what_the_thread_says_is_told_once(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_SYSTEM, "full");
	health_watch(&scene->health, true);
	health_heard(&scene->health, true, false, &err);
	health_heard(&scene->health, true, false, &err);
	assert_told(scene, 0, 1, 0);
	assert_string_equal(scene->last_err.message, "full");
	health_watch(&scene->health, true);
	fake_loop_run_for(scene->loop, 60000);
	assert_told(scene, 0, 1, 0);
	health_heard(&scene->health, false, true, &none);
	assert_told(scene, 0, 1, 1);
}

/* A full disk passes, that does not: it is told beside it, and once. */
static void
a_corrupt_file_is_told_though_it_fails_already(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_SYSTEM, "full");
	health_heard(&scene->health, true, false, &err);
	assert_told(scene, 0, 1, 0);
	assert_int_equal(scene->corrupt, 0);
	error_set(&err, ERROR_INVALID, "malformed");
	health_heard(&scene->health, true, false, &err);
	assert_told(scene, 0, 1, 0);
	assert_int_equal(scene->corrupt, 1);
	assert_string_equal(scene->last_err.message, "malformed");
	health_heard(&scene->health, true, false, &err);
	health_corrupt(&scene->health, &err);
	assert_int_equal(scene->corrupt, 1);
}

/* Whoever reads may make other words of it. */
static void
what_a_reader_finds_corrupt_is_told_as_such(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_LIMIT, "history: malformed");
	health_corrupt(&scene->health, &err);
	assert_int_equal(scene->corrupt, 1);
	assert_int_equal(scene->last_err.kind, ERROR_INVALID);
	assert_string_equal(scene->last_err.message, "history: malformed");
	/* It can be written. */
	assert_told(scene, 0, 0, 0);
	assert_false(scene->health.is_failing);
}

static void
late_is_from_its_time_on_and_not_without_one(void **state)
{
	struct scene *scene = *state;

	assert_false(health_is_late(&scene->health, 4999));
	assert_true(health_is_late(&scene->health, 5000));
	health_clear(&scene->health);
	begin(scene, 0);
	assert_false(health_is_late(&scene->health, INT64_MAX));
	health_watch(&scene->health, true);
	fake_loop_run_for(scene->loop, 30000);
	assert_told(scene, 0, 1, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_not_written_is_late_then_a_failure),
	    TEST(each_answer_begins_anew),
	    TEST(what_the_thread_says_is_told_once),
	    TEST(a_corrupt_file_is_told_though_it_fails_already),
	    TEST(what_a_reader_finds_corrupt_is_told_as_such),
	    TEST(late_is_from_its_time_on_and_not_without_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
