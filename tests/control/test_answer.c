/* What a command says, into an outlet of the test's own. */
#include "control/answer.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "render/json_value.h"
#include "support/fake_loop.h"

struct scene {
	struct loop *loop;
	struct answer *answer;
	/* the outlet */
	unsigned lines, ends, room;
	char type[20]; /* of the last line */
	enum error_kind kind;
	/* the command */
	unsigned calls, freed;
};

static void
on_line(void *arg, const json_t *line)
{
	struct scene *scene = arg;

	assert_int_equal(json_integer_value(json_object_get(line, "version")),
	    ANSWER_VERSION);
	snprintf(scene->type, sizeof scene->type, "%s",
	    json_string_value(json_object_get(line, "type")));
	scene->lines++;
	if (scene->room > 0)
		scene->room--;
}

static void
on_end(void *arg, const json_t *line, const struct error *err)
{
	struct scene *scene = arg;

	on_line(scene, line);
	scene->ends++;
	scene->kind = err == NULL ? ERROR_NONE : err->kind;
}

static bool
has_room(const void *arg)
{
	return ((const struct scene *)arg)->room > 0;
}

static const struct answer_outlet outlet = {
    .line = on_line,
    .end = on_end,
    .has_room = has_room,
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->loop = loop_new();
	scene->answer = answer_new(scene->loop, &outlet, scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	answer_free(scene->answer);
	loop_free(scene->loop);
	free(scene);
	return 0;
}

static void
more(struct answer *answer, void *arg)
{
	struct scene *scene = arg;

	assert_ptr_equal(answer_state(answer), scene);
	scene->calls++;
	while (answer_has_room(answer))
		answer_line(answer, "line", json_value_object());
}

static void
free_state(void *arg)
{
	struct scene *scene = arg;

	scene->freed++;
}

static void
more_is_made_while_there_is_room_and_when_woken(void **state)
{
	struct scene *scene = *state;

	scene->room = 3;
	answer_go_on(scene->answer, more, free_state, scene);
	assert_int_equal(scene->calls, 0);
	fake_loop_run_for(scene->loop, 0);
	assert_int_equal(scene->calls, 1);
	assert_int_equal(scene->lines, 3);
	answer_wake(scene->answer);
	fake_loop_run_for(scene->loop, 0);
	assert_int_equal(scene->calls, 1);
	scene->room = 2;
	fake_loop_run_for(scene->loop, 60000);
	assert_int_equal(scene->calls, 1);
	answer_wake(scene->answer);
	fake_loop_run_for(scene->loop, 0);
	assert_int_equal(scene->calls, 2);
	assert_int_equal(scene->lines, 5);
}

static void
nothing_is_said_after_the_end(void **state)
{
	struct scene *scene = *state;

	scene->room = 3;
	answer_go_on(scene->answer, more, free_state, scene);
	answer_end(scene->answer);
	assert_string_equal(scene->type, "end");
	assert_int_equal(scene->kind, ERROR_NONE);
	assert_false(answer_has_room(scene->answer));
	answer_line(scene->answer, "line", json_value_object());
	answer_end(scene->answer);
	answer_wake(scene->answer);
	fake_loop_run_for(scene->loop, 0);
	assert_int_equal(scene->calls, 0);
	assert_int_equal(scene->lines, 1);
	assert_int_equal(scene->ends, 1);
}

static void
a_failure_says_of_what_kind_it_is(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_MISSING, "no endpoint fits");
	answer_fail(scene->answer, &err);
	assert_string_equal(scene->type, "error");
	assert_int_equal(scene->kind, ERROR_MISSING);
}

static void
the_state_goes_with_the_answer_and_once(void **state)
{
	struct scene *scene = *state;

	answer_go_on(scene->answer, more, free_state, scene);
	answer_go_on(scene->answer, more, free_state, scene);
	assert_int_equal(scene->freed, 1);
	answer_free(TAKE(scene->answer));
	assert_int_equal(scene->freed, 2);
}

static void
what_is_lacking_is_told_once_each_time(void **state)
{
	struct scene *scene = *state;

	answer_tell_stale(scene->answer, 0);
	assert_int_equal(scene->lines, 0);
	answer_tell_stale(scene->answer, 6);
	assert_string_equal(scene->type, ANSWER_STALE);
	answer_tell_stale(scene->answer, 7);
	assert_int_equal(scene->lines, 1);
	answer_tell_stale(scene->answer, 0);
	answer_tell_stale(scene->answer, 6);
	assert_int_equal(scene->lines, 2);
	assert_int_equal(scene->ends, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(more_is_made_while_there_is_room_and_when_woken),
	    TEST(nothing_is_said_after_the_end),
	    TEST(a_failure_says_of_what_kind_it_is),
	    TEST(the_state_goes_with_the_answer_and_once),
	    TEST(what_is_lacking_is_told_once_each_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
