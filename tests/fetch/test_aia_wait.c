/* Waiting for answers, in virtual time. */
#include "fetch/aia_wait.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fetch/aia.h"
#include "fetch/aia_cache.h"
#include "support/fake_loop.h"

struct scene {
	struct loop *loop;
	struct aia_waits *waits;
	struct aia_entry first, second;
	size_t called, noted;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->loop = loop_new();
	scene->waits = aia_waits_new(scene->loop);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	aia_waits_free(scene->waits);
	loop_free(scene->loop);
	free(scene);
	return 0;
}

static void
count(void *arg)
{
	struct scene *scene = arg;

	scene->called++;
}

static void
wait_for(struct scene *scene, struct aia_entry *a, struct aia_entry *b)
{
	const void *const entries[] = {a, b};

	aia_waits_add(
	    scene->waits, entries, b == NULL ? 1 : 2, 1000, count, scene);
}

static void
both_answers_are_waited_for(void **state)
{
	struct scene *scene = *state;

	wait_for(scene, &scene->first, &scene->second);
	aia_waits_answered(scene->waits, &scene->first);
	fake_loop_run_for(scene->loop, 10);
	assert_int_equal(scene->called, 0);
	aia_waits_answered(scene->waits, &scene->second);
	assert_int_equal(scene->called, 0);
	fake_loop_run_for(scene->loop, 10);
	assert_int_equal(scene->called, 1);
	fake_loop_run_for(scene->loop, 5000);
	assert_int_equal(scene->called, 1);
}

static void
nobody_waits_longer_than_his_time(void **state)
{
	struct scene *scene = *state;

	wait_for(scene, &scene->first, NULL);
	fake_loop_run_for(scene->loop, 999);
	assert_int_equal(scene->called, 0);
	fake_loop_run_for(scene->loop, 2);
	assert_int_equal(scene->called, 1);
	aia_waits_answered(scene->waits, &scene->first);
	fake_loop_run_for(scene->loop, 10);
	assert_int_equal(scene->called, 1);
}

static void
one_entry_named_twice_is_one_answer(void **state)
{
	struct scene *scene = *state;

	wait_for(scene, &scene->first, &scene->first);
	aia_waits_answered(scene->waits, &scene->first);
	fake_loop_run_for(scene->loop, 1);
	assert_int_equal(scene->called, 1);
}

static void
nothing_to_wait_for_ends_on_the_next_turn(void **state)
{
	struct scene *scene = *state;

	aia_waits_add(scene->waits, NULL, 0, 1000, count, scene);
	assert_int_equal(scene->called, 0);
	fake_loop_run_for(scene->loop, 0);
	assert_int_equal(scene->called, 1);
}

static void
note(void *arg)
{
	struct scene *scene = arg;

	scene->noted = scene->called;
}

/* What else the loop has to do comes in between. */
static void
many_are_woken_a_few_in_a_turn(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *timer = loop_timer_new(scene->loop, note, scene);

	for (int i = 0; i < 10 * AIA_WAIT_WOKEN_A_TURN; i++)
		wait_for(scene, &scene->first, NULL);
	aia_waits_answered(scene->waits, &scene->first);
	loop_timer_set(timer, 0);
	fake_loop_run_for(scene->loop, 1);
	assert_int_equal(scene->called, 10 * AIA_WAIT_WOKEN_A_TURN);
	assert_int_equal(scene->noted, AIA_WAIT_WOKEN_A_TURN);
	loop_timer_free(timer);
}

struct pair {
	struct scene *scene;
	struct aia_wait *other;
};

static void
cancel_the_other(void *arg)
{
	struct pair *pair = arg;

	pair->scene->called++;
	aia_wait_cancel(pair->other);
}

static void
one_that_is_ready_may_be_cancelled(void **state)
{
	struct scene *scene = *state;
	const void *const entries[] = {&scene->first};
	struct pair pair = {.scene = scene};

	aia_waits_add(scene->waits, entries, 1, 1000, cancel_the_other, &pair);
	pair.other =
	    aia_waits_add(scene->waits, entries, 1, 1000, count, scene);
	aia_waits_answered(scene->waits, &scene->first);
	fake_loop_run_for(scene->loop, 10);
	assert_int_equal(scene->called, 1);
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_SCENE(both_answers_are_waited_for),
	    IN_SCENE(nobody_waits_longer_than_his_time),
	    IN_SCENE(one_entry_named_twice_is_one_answer),
	    IN_SCENE(nothing_to_wait_for_ends_on_the_next_turn),
	    IN_SCENE(many_are_woken_a_few_in_a_turn),
	    IN_SCENE(one_that_is_ready_may_be_cancelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
