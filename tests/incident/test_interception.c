/* Does somebody stand in the monitor's path? */
#include "incident/interception.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cleanup.h"

#define START 100000
#define PROXY 77
#define OTHER 78

struct scene {
	struct interception interception;
	size_t all, endpoints;
	int64_t at;
};

static struct scene
scene_of(size_t all)
{
	return (struct scene){
	    .all = all,
	    .endpoints = all == INTERCEPTION_UNKNOWN ? 1000 : all,
	    .at = START,
	};
}

/* Target n of endpoint n shows that private issuer, which is new to it; 0: what
 * it showed before. */
static enum interception_change
look(struct scene *scene, uint64_t n, uint64_t issuer)
{
	const struct sample_look look = {
	    .target = n,
	    .endpoint = n,
	    .address = issuer,
	    .at = scene->at,
	    .is_bad = issuer != 0,
	};

	return interception_note(
	    &scene->interception, &look, scene->all, scene->endpoints);
}

static enum interception_change
look_at_all(struct scene *scene, uint64_t from, uint64_t to, uint64_t issuer)
{
	enum interception_change change = INTERCEPTION_SAME;

	for (uint64_t n = from; n < to; n++)
		change = look(scene, n, issuer);
	return change;
}

static void
ten_of_a_large_fleet_are_enough(UNUSED void **state)
{
	struct scene scene = scene_of(INTERCEPTION_UNKNOWN);

	assert_int_equal(look_at_all(&scene, 0, INTERCEPTION_LOOKS - 1, PROXY),
	    INTERCEPTION_DOUBTED);
	assert_int_equal(
	    look(&scene, INTERCEPTION_LOOKS, PROXY), INTERCEPTION_BEGAN);
	assert_int_equal(look(&scene, 200, PROXY), INTERCEPTION_HELD);
	assert_int_equal(scene.interception.since, START);
}

static void
half_of_them_are_and_less_is_not(UNUSED void **state)
{
	struct scene half = scene_of(INTERCEPTION_UNKNOWN);
	struct scene less = scene_of(INTERCEPTION_UNKNOWN);

	assert_int_equal(look(&half, 50, PROXY), INTERCEPTION_DOUBTED);
	look_at_all(&half, 0, 5, 0);
	assert_int_equal(look_at_all(&half, 51, 55, PROXY), INTERCEPTION_BEGAN);

	look(&less, 50, PROXY);
	look_at_all(&less, 0, 6, 0);
	assert_int_equal(
	    look_at_all(&less, 51, 54, PROXY), INTERCEPTION_DOUBTED);
	assert_int_equal(less.interception.issuer, 0);
}

static void
all_of_three_are_enough_and_two_endpoints_never(UNUSED void **state)
{
	struct scene three = scene_of(3), two = scene_of(2);

	assert_int_equal(
	    look_at_all(&three, 0, 2, PROXY), INTERCEPTION_DOUBTED);
	assert_int_equal(look(&three, 2, PROXY), INTERCEPTION_BEGAN);
	assert_int_equal(look_at_all(&two, 0, 2, PROXY), INTERCEPTION_SAME);
}

static void
issuers_that_differ_are_nobody_in_the_path(UNUSED void **state)
{
	struct scene scene = scene_of(INTERCEPTION_UNKNOWN);

	for (uint64_t n = 0; n < 60; n++)
		assert_int_equal(
		    look(&scene, n, 1000 + n), INTERCEPTION_DOUBTED);
}

static void
a_doubt_lasts_for_one_look(UNUSED void **state)
{
	struct scene scene = scene_of(INTERCEPTION_UNKNOWN);

	assert_int_equal(look(&scene, 0, PROXY), INTERCEPTION_DOUBTED);
	scene.at += INTERCEPTION_DOUBT_S - 1;
	assert_int_equal(look(&scene, 0, PROXY), INTERCEPTION_DOUBTED);
	scene.at++;
	assert_int_equal(look(&scene, 0, PROXY), INTERCEPTION_SAME);
}

static void
what_comes_over_hours_is_no_surprise(UNUSED void **state)
{
	struct scene scene = scene_of(INTERCEPTION_UNKNOWN);

	for (uint64_t n = 0; n < 30; n++) {
		assert_int_equal(look(&scene, n, PROXY), INTERCEPTION_DOUBTED);
		scene.at +=
		    INTERCEPTION_WINDOW_S / (INTERCEPTION_LOOKS - 1) + 1;
	}
}

static void
it_is_over_when_most_have_been_themselves_for_a_minute(UNUSED void **state)
{
	struct scene scene = scene_of(INTERCEPTION_UNKNOWN);

	look_at_all(&scene, 0, 10, PROXY);
	scene.at += 5000;
	assert_int_equal(look(&scene, 0, 0), INTERCEPTION_RETURNED);
	assert_int_equal(look(&scene, 1, PROXY), INTERCEPTION_HELD);
	/* Half is not most: that one was another way out. */
	assert_int_equal(scene.interception.back_since, 0);
	assert_int_equal(look(&scene, 2, 0), INTERCEPTION_RETURNED);
	look_at_all(&scene, 3, 6, 0);
	scene.at += INTERCEPTION_CALM_S - 1;
	assert_int_equal(
	    interception_tick(&scene.interception, 86400, scene.at),
	    INTERCEPTION_SAME);
	scene.at++;
	assert_int_equal(
	    interception_tick(&scene.interception, 86400, scene.at),
	    INTERCEPTION_ENDED);
	assert_int_equal(scene.interception.accepted, 0);
}

static void
what_stands_for_long_enough_is_believed(UNUSED void **state)
{
	struct scene scene = scene_of(INTERCEPTION_UNKNOWN);

	look_at_all(&scene, 0, 10, PROXY);
	assert_int_equal(
	    interception_tick(&scene.interception, 86400, START + 86400 - 1),
	    INTERCEPTION_SAME);
	assert_int_equal(
	    interception_tick(&scene.interception, 0, START + 10 * 86400),
	    INTERCEPTION_SAME);
	assert_int_equal(
	    interception_tick(&scene.interception, 86400, START + 86400),
	    INTERCEPTION_ENDED);
	scene.at += 86400;
	assert_int_equal(look_at_all(&scene, 0, 20, PROXY), INTERCEPTION_SAME);
	assert_int_equal(look_at_all(&scene, 0, 20, OTHER), INTERCEPTION_HELD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ten_of_a_large_fleet_are_enough),
	    cmocka_unit_test(half_of_them_are_and_less_is_not),
	    cmocka_unit_test(all_of_three_are_enough_and_two_endpoints_never),
	    cmocka_unit_test(issuers_that_differ_are_nobody_in_the_path),
	    cmocka_unit_test(a_doubt_lasts_for_one_look),
	    cmocka_unit_test(what_comes_over_hours_is_no_surprise),
	    cmocka_unit_test(
		it_is_over_when_most_have_been_themselves_for_a_minute),
	    cmocka_unit_test(what_stands_for_long_enough_is_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
