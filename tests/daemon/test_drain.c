/* How long the last moments last. */
#include "daemon/drain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/fake_loop.h"

struct scene {
	struct loop *loop;
	struct drain *drain;
	bool is_done;
	unsigned ended;
	int64_t ended_ms;
};

static bool
is_done(const void *arg)
{
	return ((const struct scene *)arg)->is_done;
}

static void
on_done(void *arg)
{
	struct scene *scene = arg;

	scene->ended++;
	scene->ended_ms = loop_now_ms(scene->loop);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	const struct drain_parts parts = {is_done, on_done, scene};

	scene->loop = loop_new();
	scene->drain = drain_new(scene->loop, &parts);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	drain_free(scene->drain);
	loop_free(scene->loop);
	free(scene);
	return 0;
}

static void
it_ends_as_soon_as_all_is_delivered(void **state)
{
	struct scene *scene = *state;

	fake_loop_run_for(scene->loop, 1000);
	assert_int_equal(scene->ended, 0);
	scene->is_done = true;
	fake_loop_run_for(scene->loop, DRAIN_STEP_MS);
	assert_int_equal(scene->ended, 1);
	fake_loop_run_for(scene->loop, 2 * DRAIN_MS);
	assert_int_equal(scene->ended, 1);
}

/* The last event is handed out after it was said that it is kept. */
static void
it_never_ends_at_once(void **state)
{
	struct scene *scene = *state;

	scene->is_done = true;
	fake_loop_run_for(scene->loop, 0);
	assert_int_equal(scene->ended, 0);
	fake_loop_run_for(scene->loop, DRAIN_STEP_MS);
	assert_int_equal(scene->ended, 1);
}

static void
a_receiver_that_hangs_is_not_waited_for_longer(void **state)
{
	struct scene *scene = *state;
	int64_t began_ms = loop_now_ms(scene->loop);

	fake_loop_run_for(scene->loop, 10 * DRAIN_MS);
	assert_int_equal(scene->ended, 1);
	assert_int_equal(scene->ended_ms - began_ms, DRAIN_MS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_ends_as_soon_as_all_is_delivered),
	    TEST(it_never_ends_at_once),
	    TEST(a_receiver_that_hangs_is_not_waited_for_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
