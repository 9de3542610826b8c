/* Long work, a slice a turn. */
#include "web/slicer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "support/fake_loop.h"

struct work {
	struct strbuf *seen;
	char name;
	int left;
	struct slicer *slicer;
	struct work *drops; /* another, at its first slice */
};

static bool
slice(void *arg)
{
	struct work *work = arg;

	strbuf_add_char(work->seen, work->name);
	if (work->drops != NULL)
		slicer_drop(work->slicer, work->drops);
	return --work->left > 0;
}

struct scene {
	struct loop *loop;
	struct slicer *slicer;
	struct strbuf seen;
	struct work a, b;
};

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.loop = loop_new(), .seen = STRBUF_INIT(100)};
	scene.slicer = slicer_new(scene.loop);
	scene.a = (struct work){&scene.seen, 'a', 3, scene.slicer, NULL};
	scene.b = (struct work){&scene.seen, 'b', 2, scene.slicer, NULL};
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	slicer_free(scene->slicer);
	loop_free(scene->loop);
	strbuf_clear(&scene->seen);
	return 0;
}

static void
several_take_turns(void **state)
{
	struct scene *scene = *state;

	slicer_add(scene->slicer, slice, &scene->a);
	slicer_add(scene->slicer, slice, &scene->b);
	assert_string_equal(strbuf_text(&scene->seen), "");
	fake_loop_run_for(scene->loop, 10);
	assert_string_equal(strbuf_text(&scene->seen), "ababa");
}

static void
what_is_dropped_is_not_called_any_more(void **state)
{
	struct scene *scene = *state;

	scene->a.drops = &scene->b;
	slicer_add(scene->slicer, slice, &scene->a);
	slicer_add(scene->slicer, slice, &scene->b);
	fake_loop_run_for(scene->loop, 10);
	assert_string_equal(strbuf_text(&scene->seen), "aaa");
}

static void
what_is_dropped_before_its_turn_never_ran(void **state)
{
	struct scene *scene = *state;

	slicer_add(scene->slicer, slice, &scene->a);
	slicer_drop(scene->slicer, &scene->a);
	fake_loop_run_for(scene->loop, 10);
	assert_string_equal(strbuf_text(&scene->seen), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(several_take_turns),
	    TEST(what_is_dropped_is_not_called_any_more),
	    TEST(what_is_dropped_before_its_turn_never_ran),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
