/* Surveys of a fleet that is watched: shared, fresh, in slices. */
#include "web/surveyor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/monitor_rig.h"

#define ENDPOINTS (3 * SURVEYOR_SLICE)

struct scene {
	struct rig *rig;
	struct slicer *slicer;
	struct surveyor *surveyor;
	struct survey *seen; /* a reference */
	unsigned calls;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct surveyor_parts parts;

	scene->rig = rig_new(NULL);
	scene->slicer = slicer_new(scene->rig->loop);
	parts = (struct surveyor_parts){
	    .loop = scene->rig->loop,
	    .slicer = scene->slicer,
	    .clock = &scene->rig->clock,
	    .monitor = scene->rig->monitor,
	};
	scene->surveyor = surveyor_new(&parts);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	survey_unref(scene->seen);
	surveyor_free(scene->surveyor);
	slicer_free(scene->slicer);
	rig_free(scene->rig);
	free(scene);
	return 0;
}

static void
watch(struct scene *scene, unsigned from, unsigned to)
{
	char host[64];

	for (unsigned i = from; i < to; i++) {
		snprintf(host, sizeof host, "h%04u.example.com", i);
		rig_endpoint(scene->rig, host, "192.0.2.1", 3600);
	}
	rig_apply(scene->rig);
}

static void
on_survey(void *arg, struct survey *survey)
{
	struct scene *scene = arg;

	survey_unref(scene->seen);
	scene->seen = survey_ref(survey);
	scene->calls++;
}

static void
ask(struct scene *scene)
{
	surveyor_ask(scene->surveyor, on_survey, scene);
	fake_loop_run_for(scene->rig->loop, 100);
}

static void
every_endpoint_is_in_it_once(void **state)
{
	struct scene *scene = *state;

	watch(scene, 0, ENDPOINTS);
	ask(scene);
	assert_int_equal(scene->calls, 1);
	assert_int_equal(scene->seen->rows.len, ENDPOINTS);
	assert_true(scene->seen->is_sorted);
}

static void
nothing_watched_is_an_empty_one(void **state)
{
	struct scene *scene = *state;

	ask(scene);
	assert_int_equal(scene->calls, 1);
	assert_int_equal(scene->seen->rows.len, 0);
}

static void
it_is_not_made_in_one_turn(void **state)
{
	struct scene *scene = *state;

	watch(scene, 0, ENDPOINTS);
	surveyor_ask(scene->surveyor, on_survey, scene);
	assert_int_equal(scene->calls, 0);
	fake_loop_run_for(scene->rig->loop, 100);
	assert_int_equal(scene->calls, 1);
}

static void
who_asks_soon_again_is_given_the_same(void **state)
{
	struct scene *scene = *state;
	const struct survey *first;

	watch(scene, 0, ENDPOINTS);
	ask(scene);
	first = scene->seen;
	surveyor_ask(scene->surveyor, on_survey, scene);
	assert_int_equal(scene->calls, 2);
	assert_ptr_equal(scene->seen, first);
	fake_loop_run_for(scene->rig->loop, SURVEYOR_FRESH_MS);
	ask(scene);
	assert_int_equal(scene->calls, 3);
	assert_ptr_not_equal(scene->seen, first);
}

/* What costs nothing is made anew: it shows a change at once. */
static void
a_small_one_is_fresh_each_time(void **state)
{
	struct scene *scene = *state;

	ask(scene);
	watch(scene, 0, 1);
	ask(scene);
	assert_int_equal(scene->seen->rows.len, 1);
}

static void
all_who_wait_are_given_one(void **state)
{
	struct scene *scene = *state;

	watch(scene, 0, 5);
	surveyor_ask(scene->surveyor, on_survey, scene);
	surveyor_ask(scene->surveyor, on_survey, scene);
	fake_loop_run_for(scene->rig->loop, 100);
	assert_int_equal(scene->calls, 2);
}

static void
who_is_gone_is_not_called(void **state)
{
	struct scene *scene = *state;

	watch(scene, 0, 5);
	surveyor_ask(scene->surveyor, on_survey, scene);
	surveyor_cancel(scene->surveyor, scene);
	fake_loop_run_for(scene->rig->loop, 100);
	assert_int_equal(scene->calls, 0);
}

/* Only our own reference is left. */
static void
nobody_asking_for_it_it_is_given_up(void **state)
{
	struct scene *scene = *state;

	watch(scene, 0, 5);
	ask(scene);
	assert_int_equal(scene->seen->refs, 2);
	fake_loop_run_for(scene->rig->loop, SURVEYOR_IDLE_MS + 1000);
	assert_int_equal(scene->seen->refs, 1);
}

/* A reload comes between two slices. */
static void
endpoints_that_leave_meanwhile_do_no_harm(void **state)
{
	struct scene *scene = *state;

	watch(scene, 0, ENDPOINTS);
	surveyor_ask(scene->surveyor, on_survey, scene);
	fake_loop_run_for(scene->rig->loop, 0);
	rig_forget_endpoints(scene->rig);
	watch(scene, ENDPOINTS - 10, ENDPOINTS + 10);
	fake_loop_run_for(scene->rig->loop, 100);
	assert_int_equal(scene->calls, 1);
	assert_true(scene->seen->rows.len >= 20);
	assert_true(scene->seen->rows.len <= ENDPOINTS + 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_endpoint_is_in_it_once),
	    TEST(nothing_watched_is_an_empty_one),
	    TEST(it_is_not_made_in_one_turn),
	    TEST(who_asks_soon_again_is_given_the_same),
	    TEST(a_small_one_is_fresh_each_time),
	    TEST(all_who_wait_are_given_one),
	    TEST(who_is_gone_is_not_called),
	    TEST(nobody_asking_for_it_it_is_given_up),
	    TEST(endpoints_that_leave_meanwhile_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
