/* Retention: by age and number, in slices; what is in use or not told stays. */
#include "store/prune.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/inline_store.h"

#define HOUR_MS 3600000

struct scene {
	struct inline_store kept;
	struct clock clock;
	struct prune *prune;
	struct prune_options options;
	unsigned forgotten;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	scene->clock = fake_loop_clock(scene->kept.loop);
	scene->options = prune_options_default;
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	prune_free(scene->prune);
	inline_store_close(&scene->kept);
	free(scene);
	return 0;
}

static void
run(struct scene *scene, const char *sql)
{
	inline_store_run(&scene->kept, sql);
}

static int64_t
count(struct scene *scene, const char *sql)
{
	return inline_store_number(&scene->kept, sql);
}

/* Events of so many days ago each, numbered from 1. */
static void
add_events(struct scene *scene, int number, int days_ago)
{
	char sql[500];

	snprintf(sql, sizeof sql,
	    "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n "
	    "WHERE x < %d) INSERT INTO event (id, time, kind, severity, "
	    "payload) SELECT hex(randomblob(16)), %lld, 'k', 'ok', '{}' FROM n",
	    number,
	    (long long)(clock_wall_s(&scene->clock) - days_ago * 86400LL));
	run(scene, sql);
}

static void
forgot(void *arg)
{
	struct scene *scene = arg;

	scene->forgotten++;
}

static void
prune_for(struct scene *scene, int64_t ms)
{
	if (scene->prune == NULL)
		scene->prune = prune_new(scene->kept.store, scene->kept.loop,
		    &scene->clock, &scene->options, forgot, scene);
	fake_loop_run_for(scene->kept.loop, ms);
}

static void
old_events_go_and_young_ones_stay(void **state)
{
	struct scene *scene = *state;

	add_events(scene, 10, 401);
	add_events(scene, 7, 399);
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 7);
}

static void
it_goes_slice_by_slice(void **state)
{
	struct scene *scene = *state;

	scene->options.slice = 100;
	scene->options.pause_ms = 1000;
	add_events(scene, 350, 500);
	prune_for(scene, scene->options.every_ms / 10 + 500);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 250);
	prune_for(scene, 10000);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 0);
}

static void
what_a_sink_was_not_told_is_kept_beyond_its_age(void **state)
{
	struct scene *scene = *state;

	add_events(scene, 10, 500);
	run(scene, "INSERT INTO sink (name, cursor) VALUES ('ops', 6)");
	run(scene, "INSERT INTO delivery (sink, sequence) VALUES ('ops', 3)");
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 5);
	assert_int_equal(
	    count(scene, "SELECT count(*) FROM event WHERE sequence = 3"), 1);
	assert_int_equal(count(scene, "SELECT count(*) FROM delivery"), 1);
}

static void
gaps_between_numbers_are_no_events(void **state)
{
	struct scene *scene = *state;

	scene->options.event_max = 40;
	add_events(scene, 30, 1);
	run(scene,
	    "UPDATE event SET sequence = sequence + 1000000 "
	    "WHERE sequence > 10");
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 30);
}

static void
but_never_beyond_the_number(void **state)
{
	struct scene *scene = *state;

	scene->options.event_max = 40;
	add_events(scene, 100, 1);
	run(scene, "INSERT INTO sink (name, cursor) VALUES ('ops', 60)");
	run(scene,
	    "INSERT INTO delivery (sink, sequence) VALUES ('ops', 3), "
	    "('ops', 61)");
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 40);
	assert_int_equal(count(scene, "SELECT min(sequence) FROM event"), 61);
	assert_int_equal(count(scene, "SELECT count(*) FROM delivery"), 1);
}

static void
chains_and_certificates_in_use_stay(void **state)
{
	struct scene *scene = *state;

	run(scene,
	    "INSERT INTO certificate (sha256, key_sha256, "
	    "not_before, not_after, label, issuer_label, der, first_seen) "
	    "VALUES (x'aa', x'', 0, 1, '', '', NULL, "
	    "1), (x'bb', x'', 0, 1, '', '', NULL, 1), (x'cc', x'', 0, 1, '', "
	    "'', NULL, 1)");
	run(scene,
	    "INSERT INTO chain VALUES (x'01', x'aabb', 1), (x'02', x'aa', 1), "
	    "(x'03', x'cc', 1)");
	run(scene,
	    "INSERT INTO chain_seen (endpoint, address, port, chain, "
	    "seen_from, seen_to) VALUES ('a', x'', 1, x'01', 1, 2), ('a', x'', "
	    "1, x'02', 2, NULL)");
	run(scene,
	    "INSERT INTO verdict (endpoint, address, port, variant, role, "
	    "chain, is_valid, severity, findings, breaks_at, holds_until) "
	    "VALUES ('a', x'', 1, 'usual', 'good', x'03', 1, 'ok', "
	    "'', 0, 0)");
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM chain_seen"), 1);
	assert_int_equal(count(scene, "SELECT count(*) FROM chain"), 2);
	assert_int_equal(
	    count(
		scene, "SELECT count(*) FROM certificate WHERE sha256 = x'bb'"),
	    0);
	assert_int_equal(count(scene, "SELECT count(*) FROM certificate"), 2);
	assert_true(scene->forgotten >= 2);
}

/* Chains shown one after the other: the last one still is. */
static void
add_history(struct scene *scene, int number, int days_ago)
{
	char sql[500];
	long long end = clock_wall_s(&scene->clock) - days_ago * 86400LL;

	snprintf(sql, sizeof sql,
	    "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n "
	    "WHERE x < %d) INSERT INTO chain_seen (endpoint, address, port, "
	    "chain, seen_from, seen_to) SELECT 'a', x'', 1, x'01', %lld - %d + "
	    "x - 1, %lld - %d + x FROM n",
	    number, end, number, end, number);
	run(scene, sql);
	run(scene,
	    "INSERT INTO chain_seen (endpoint, address, port, chain, "
	    "seen_from, seen_to) VALUES (hex(randomblob(8)), x'', 1, x'01', 1, "
	    "NULL)");
}

static void
history_goes_by_its_own_age(void **state)
{
	struct scene *scene = *state;

	scene->options.history_age_s = 10 * 86400;
	scene->options.event_age_s = 30 * 86400;
	add_history(scene, 8, 11);
	add_history(scene, 5, 9);
	add_events(scene, 3, 11);
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene,
			     "SELECT count(*) FROM chain_seen WHERE seen_to IS "
			     "NOT NULL"),
	    5);
	assert_int_equal(count(scene,
			     "SELECT count(*) FROM chain_seen WHERE seen_to IS "
			     "NULL"),
	    2);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 3);
}

static void
the_oldest_history_goes_beyond_its_number(void **state)
{
	struct scene *scene = *state;

	scene->options.history_max = 30;
	scene->options.slice = 20;
	add_history(scene, 100, 1);
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene,
			     "SELECT count(*) FROM chain_seen WHERE seen_to IS "
			     "NOT NULL"),
	    30);
	assert_int_equal(
	    count(scene, "SELECT max(seen_to) - min(seen_to) FROM chain_seen"),
	    29);
	assert_int_equal(count(scene,
			     "SELECT count(*) FROM chain_seen WHERE seen_to IS "
			     "NULL"),
	    1);
}

static void
other_limits_count_from_the_next_slice_on(void **state)
{
	struct scene *scene = *state;

	add_events(scene, 100, 20);
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 100);
	scene->options.event_age_s = 10 * 86400;
	prune_set_options(scene->prune, &scene->options);
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM event"), 0);
}

static void
open_incidents_stay(void **state)
{
	struct scene *scene = *state;

	run(scene,
	    "INSERT INTO incident (id, finding, severity, opened_at, "
	    "changed_at, resolved_at, endpoint_count, told, told_at, "
	    "told_count) VALUES ('a', 'f', 'ok', 1, 1, NULL, 1, 'told', 1, 1), "
	    "('b', 'f', 'ok', 1, 1, 2, 1, 'told', 1, 1)");
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM incident"), 1);
	assert_int_equal(
	    count(scene, "SELECT count(*) FROM incident WHERE id = 'a'"), 1);
}

/* A number that was told to people is never that of another. */
static void
silences_that_ended_go_but_for_the_last(void **state)
{
	struct scene *scene = *state;

	run(scene,
	    "INSERT INTO silence (number, pattern, labels, certificate, "
	    "is_tied, reason, author, set_at, ends_at, ended_at, end) VALUES "
	    "(1, NULL, '', '', 0, 'r', 'a', 1, 2, 2, 'over'), "
	    "(2, NULL, '', '', 0, 'r', 'a', 1, 2, NULL, NULL), "
	    "(3, NULL, '', '', 0, 'r', 'a', 1, 2, 2, 'over')");
	prune_for(scene, HOUR_MS);
	assert_int_equal(count(scene, "SELECT count(*) FROM silence"), 2);
	assert_int_equal(count(scene, "SELECT min(number) FROM silence"), 2);
	assert_int_equal(count(scene, "SELECT max(number) FROM silence"), 3);
}

static void
free_pages_go_back(void **state)
{
	struct scene *scene = *state;
	int64_t before;

	add_events(scene, 20000, 500);
	before = count(scene, "PRAGMA page_count");
	scene->options.slice = 5000;
	prune_for(scene, HOUR_MS);
	assert_true(count(scene, "PRAGMA page_count") < before / 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(old_events_go_and_young_ones_stay),
	    TEST(it_goes_slice_by_slice),
	    TEST(what_a_sink_was_not_told_is_kept_beyond_its_age),
	    TEST(but_never_beyond_the_number),
	    TEST(gaps_between_numbers_are_no_events),
	    TEST(chains_and_certificates_in_use_stay),
	    TEST(history_goes_by_its_own_age),
	    TEST(the_oldest_history_goes_beyond_its_number),
	    TEST(other_limits_count_from_the_next_slice_on),
	    TEST(open_incidents_stay),
	    TEST(silences_that_ended_go_but_for_the_last),
	    TEST(free_pages_go_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
