/* All sinks together: what waits is counted, a sink that is gone forgotten. */
#include "store/deliveries.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/inline_store.h"

struct scene {
	struct inline_store kept;
	struct deliveries_counts counts;
	struct strbuf gone; /* "name waiting dead " of each */
	struct strbuf each; /* "name waiting dead oldest, " of each */
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	scene->gone = (struct strbuf)STRBUF_INIT(1000);
	scene->each = (struct strbuf)STRBUF_INIT(1000);
	inline_store_run(&scene->kept,
	    "INSERT INTO event (sequence, id, time, kind, severity, payload) "
	    "VALUES (1, 'a', 10, 'k', 'ok', ''), "
	    "(2, 'b', 20, 'k', 'ok', ''), (3, 'c', 30, 'k', 'ok', ''), "
	    "(4, 'd', 40, 'k', 'ok', '');"
	    "INSERT INTO sink VALUES ('ops', 3), ('old', 2), ('@syslog', 4), "
	    "('@journal', 0);"
	    "INSERT INTO delivery (sink, sequence, state) VALUES "
	    "('ops', 1, 'dead'), ('ops', 3, 'pending'), ('old', 1, 'pending'), "
	    "('old', 2, 'dead'), ('@syslog', 4, 'pending')");
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	inline_store_close(&scene->kept);
	strbuf_clear(&scene->gone);
	strbuf_clear(&scene->each);
	free(scene);
	return 0;
}

static void
on_counted(void *arg, bool is_ok, const struct deliveries_counts *counts)
{
	struct scene *scene = arg;

	assert_true(is_ok);
	scene->counts = *counts;
	scene->counts.sinks = NULL; /* was lent */
	ARRAY_EACH (sink, &counts->sinks->items)
		strbuf_addf(&scene->each, "%s %zu %zu %lld, ", sink->name,
		    sink->waiting, sink->dead, (long long)sink->oldest_at);
}

static void
on_gone(void *arg, const struct deliveries_gone_list *gone)
{
	struct scene *scene = arg;

	ARRAY_EACH (sink, &gone->items)
		strbuf_addf(&scene->gone, "%s %zu %zu ", sink->sink,
		    sink->waiting, sink->dead);
}

static void
count(struct scene *scene)
{
	assert_true(deliveries_count(scene->kept.store, on_counted, scene));
	fake_loop_run_for(scene->kept.loop, 1000);
}

static void
keep(struct scene *scene, const char *first, const char *second)
{
	struct texts names = {0};
	struct texts own = {0};

	texts_add(&own, "@syslog");
	texts_add(&names, first);
	if (second != NULL)
		texts_add(&names, second);
	assert_true(
	    deliveries_keep(scene->kept.store, &names, &own, on_gone, scene));
	texts_clear(&names);
	texts_clear(&own);
	fake_loop_run_for(scene->kept.loop, 1000);
}

static int64_t
number(struct scene *scene, const char *sql)
{
	return inline_store_number(&scene->kept, sql);
}

static void
rows_and_what_lies_behind_cursors_wait(void **state)
{
	struct scene *scene = *state;

	count(scene);
	/* Three rows; one event behind ops, two behind old. */
	assert_int_equal(scene->counts.waiting, 6);
	assert_int_equal(scene->counts.dead, 2);
}

static void
each_sink_has_its_own_and_the_age_of_the_oldest(void **state)
{
	struct scene *scene = *state;

	inline_store_run(
	    &scene->kept, "INSERT INTO sink VALUES ('calm', 4), ('behind', 2)");
	count(scene);
	/* what is dead waits for nobody */
	assert_string_equal(strbuf_text(&scene->each),
	    "@syslog 1 0 40, behind 2 0 30, calm 0 0 0, old 3 1 10, "
	    "ops 2 1 30, ");
}

static void
a_sink_that_is_gone_is_forgotten_with_all_that_is_its(void **state)
{
	struct scene *scene = *state;

	keep(scene, "ops", "@syslog");
	assert_string_equal(strbuf_text(&scene->gone), "old 3 1 ");
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM sink WHERE name = 'old'"), 0);
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM delivery WHERE sink = 'old'"),
	    0);
	assert_int_equal(number(scene, "SELECT count(*) FROM delivery"), 3);
	count(scene);
	assert_int_equal(scene->counts.waiting, 3);
	assert_int_equal(scene->counts.dead, 1);
}

static void
what_is_kept_is_not_told_of(void **state)
{
	struct scene *scene = *state;

	keep(scene, "ops", "old");
	assert_string_equal(strbuf_text(&scene->gone), "@syslog 1 0 ");
	strbuf_clear(&scene->gone);
	keep(scene, "ops", "old");
	assert_int_equal(scene->gone.len, 0);
}

static void
the_daemons_own_cursors_stay(void **state)
{
	struct scene *scene = *state;

	keep(scene, "nothing", NULL);
	assert_int_equal(number(scene, "SELECT count(*) FROM sink"), 1);
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM sink WHERE name = '@journal'"),
	    1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(rows_and_what_lies_behind_cursors_wait),
	    TEST(each_sink_has_its_own_and_the_age_of_the_oldest),
	    TEST(a_sink_that_is_gone_is_forgotten_with_all_that_is_its),
	    TEST(what_is_kept_is_not_told_of),
	    TEST(the_daemons_own_cursors_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
