/* The heartbeat comes at its pace, each with an id of its own. */
#include "notify/heartbeat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/fake_loop.h"

struct scene {
	unsigned count;
	char last_id[64];
};

static void
on_beat(void *arg, const char *id, const char *payload)
{
	struct scene *scene = arg;

	scene->count++;
	assert_string_not_equal(id, scene->last_id);
	snprintf(scene->last_id, sizeof scene->last_id, "%s", id);
	assert_non_null(strstr(payload, "\"event\":\"heartbeat\""));
	assert_non_null(strstr(payload, id));
}

static void
it_beats_at_once_and_at_its_pace(void **state)
{
	struct scene scene = {0};
	struct loop *loop = loop_new();
	struct clock clock = fake_loop_clock(loop);
	struct heartbeat *heartbeat =
	    heartbeat_new(loop, &clock, 60, on_beat, &scene);

	fake_loop_run_for(loop, 1);
	assert_int_equal(scene.count, 1);
	fake_loop_run_for(loop, 59000);
	assert_int_equal(scene.count, 1);
	fake_loop_run_for(loop, 1000);
	assert_int_equal(scene.count, 2);
	heartbeat_free(heartbeat);
	fake_loop_run_for(loop, 600000);
	assert_int_equal(scene.count, 2);
	loop_free(loop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_beats_at_once_and_at_its_pace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
