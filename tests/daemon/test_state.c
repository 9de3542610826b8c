/* What the configuration says of the store is what the store does. */
#include "daemon/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/config_text.h"
#include "support/inline_store.h"

#define ADD(table, more, count, days) \
	"WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n " \
	"WHERE x < " count ") INSERT INTO " table " " more \
	" FROM (SELECT x, 86400 * " days " AS age FROM n)"

#define ADD_EVENTS(count, days) \
	ADD("event (id, time, kind, severity, payload)", \
	    "SELECT hex(randomblob(16)), %lld - age, 'k', 'ok', '{}'", count, \
	    days)
#define ADD_HISTORY(count, days) \
	ADD("chain_seen (endpoint, address, port, chain, seen_from, seen_to)", \
	    "SELECT 'a', x'', 1, x'01', %lld - age, %lld - age", count, days)

struct scene {
	struct inline_store kept;
	struct clock clock;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	scene->clock = fake_loop_clock(scene->kept.loop);
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

static void
run(struct scene *scene, char *take_sql)
{
	inline_store_run(&scene->kept, take_sql);
	free(take_sql);
}

static int64_t
count(struct scene *scene, const char *sql)
{
	return inline_store_number(&scene->kept, sql);
}

static void
prune_as(struct scene *scene, const char *yaml)
{
	CLEANUP(config_free) struct config *config = config_text_load(yaml);
	struct prune_options options = state_retention(config);
	struct prune *prune = prune_new(scene->kept.store, scene->kept.loop,
	    &scene->clock, &options, NULL, NULL);

	fake_loop_run_for(scene->kept.loop, options.every_ms);
	prune_free(prune);
}

static void
fill(struct scene *scene)
{
	long long now = clock_wall_s(&scene->clock);

	run(scene, mem_printf(ADD_EVENTS("1500", "5"), now));
	run(scene, mem_printf(ADD_EVENTS("1500", "2"), now));
	run(scene, mem_printf(ADD_HISTORY("1500", "5"), now, now));
	run(scene, mem_printf(ADD_HISTORY("1500", "2"), now, now));
}

static void
ages_are_those_of_the_configuration(void **state)
{
	struct scene *scene = *state;

	fill(scene);
	prune_as(scene, "retention: {events: {age: 3d}}\n");
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 1500);
	assert_int_equal(count(scene, "SELECT count(*) FROM chain_seen"), 3000);
	prune_as(scene, "retention: {history: {age: 3d}}\n");
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 1500);
	assert_int_equal(count(scene, "SELECT count(*) FROM chain_seen"), 1500);
}

static void
numbers_are_those_of_the_configuration(void **state)
{
	struct scene *scene = *state;

	fill(scene);
	prune_as(scene, "retention: {events: {number: 1200}}\n");
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 1200);
	assert_int_equal(count(scene, "SELECT count(*) FROM chain_seen"), 3000);
	prune_as(scene, "retention: {history: {number: 2200}}\n");
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 1200);
	assert_int_equal(count(scene, "SELECT count(*) FROM chain_seen"), 2200);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(ages_are_those_of_the_configuration),
	    TEST(numbers_are_those_of_the_configuration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
