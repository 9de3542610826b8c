/* Commits into a store: what is told and kept while it works, and while not. */
#include "monitor/commit_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/monitor_rig.h"
#include "support/temp_folder.h"

#define INTERVAL 600

struct scene {
	struct temp_folder folder;
	struct rig *rig;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->rig = rig_new_in(NULL, scene->folder.path);
	rig_endpoint(scene->rig, "www.example.test", "192.0.2.1", INTERVAL);
	rig_apply(scene->rig);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	rig_free(scene->rig);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

/* The store writes on the loop here, so its connection is free to be asked. */
static int64_t
ask(struct scene *scene, const char *sql)
{
	struct error err = ERROR_INIT;
	int64_t value = -1;

	assert_true(
	    db_ask_int(store_db(scene->rig->store), sql, -1, &value, &err));
	return value;
}

/* A failure that lasts until it is ended. */
static void
fail_writes(struct scene *scene, bool is_failing)
{
	struct error err = ERROR_INIT;

	assert_true(db_exec(store_db(scene->rig->store),
	    is_failing ? "PRAGMA query_only = 1" : "PRAGMA query_only = 0",
	    &err));
}

static void
what_a_look_showed_is_stored_once(void **state)
{
	struct scene *scene = *state;

	rig_run(scene->rig, 5 * INTERVAL);
	assert_int_equal(ask(scene, "SELECT count(*) FROM endpoint"), 1);
	assert_int_equal(ask(scene, "SELECT count(*) FROM target"), 1);
	assert_int_equal(ask(scene, "SELECT look_count > 3 FROM target"), 1);
	/* The root, too, which it needs and nobody sends. */
	assert_int_equal(ask(scene, "SELECT count(*) FROM certificate"), 3);
	assert_int_equal(
	    ask(scene, "SELECT count(*) FROM certificate WHERE der IS NULL"),
	    0);
	assert_int_equal(ask(scene, "SELECT count(*) FROM chain"), 1);
	assert_int_equal(ask(scene, "SELECT count(*) FROM chain_seen"), 1);
	assert_int_equal(ask(scene, "SELECT count(*) FROM verdict"), 2);
	assert_int_equal(ask(scene, "SELECT count(*) FROM event"),
	    (int64_t)scene->rig->events.len);
}

static void
which_chain_was_shown_from_when_to_when(void **state)
{
	struct scene *scene = *state;

	rig_run(scene->rig, 2 * INTERVAL);
	rig_serve(scene->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(scene->rig, 2 * INTERVAL);
	assert_int_equal(ask(scene, "SELECT count(*) FROM chain_seen"), 2);
	assert_int_equal(ask(scene,
			     "SELECT count(*) FROM chain_seen a JOIN "
			     "chain_seen b ON a.seen_to = b.seen_from "
			     "WHERE b.seen_to IS NULL"),
	    1);
	assert_int_equal(ask(scene,
			     "SELECT count(*) FROM incident "
			     "WHERE resolved_at IS NULL"),
	    (int64_t)fleet_incident_count(scene->rig->fleet));
	rig_forget_endpoints(scene->rig);
	rig_apply(scene->rig);
	rig_run(scene->rig, 10);
	assert_int_equal(
	    ask(scene, "SELECT count(*) FROM chain_seen WHERE seen_to IS NULL"),
	    0);
	assert_int_equal(ask(scene, "SELECT count(*) FROM target"), 0);
	assert_int_equal(ask(scene, "SELECT count(*) FROM incident_member"), 0);
	assert_int_equal(ask(scene,
			     "SELECT count(*) FROM incident "
			     "WHERE resolved_at IS NULL"),
	    0);
}

static void
while_it_fails_monitoring_goes_on_and_tells(void **state)
{
	struct scene *scene = *state;
	const struct event *regressed;
	int64_t stored;
	unsigned looks;

	rig_run(scene->rig, 2 * INTERVAL);
	stored = ask(scene, "SELECT count(*) FROM event");
	looks = rig_looks(scene->rig, "192.0.2.1");
	fail_writes(scene, true);
	rig_serve(scene->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(scene->rig, 3 * INTERVAL);
	assert_true(rig_looks(scene->rig, "192.0.2.1") >= looks + 3);
	assert_int_equal(rig_count(scene->rig, EVENT_MONITOR_FAULT), 1);
	regressed = rig_event(scene->rig, EVENT_CHAIN_REGRESSED);
	assert_true(regressed->is_unstored);
	assert_true(rig_event(scene->rig, EVENT_MONITOR_FAULT)->is_unstored);
	assert_int_equal(rig_event(scene->rig, EVENT_MONITOR_FAULT)->finding,
	    FINDING_STORE_FAILING);
	assert_int_equal(ask(scene, "SELECT count(*) FROM event"), stored);
}

static void
when_it_is_back_all_is_caught_up_with_its_ids(void **state)
{
	struct scene *scene = *state;
	const struct event *event;
	char sql[200];

	rig_run(scene->rig, 2 * INTERVAL);
	fail_writes(scene, true);
	rig_serve(scene->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(scene->rig, 3 * INTERVAL);
	fail_writes(scene, false);
	rig_run(scene->rig, INTERVAL);
	assert_int_equal(rig_count(scene->rig, EVENT_MONITOR_FAULT), 2);
	event = rig_event(scene->rig, EVENT_MONITOR_FAULT);
	assert_int_equal(event->severity, SEVERITY_OK);
	assert_false(event->is_unstored);

	event = rig_event(scene->rig, EVENT_CHAIN_REGRESSED);
	assert_int_equal(rig_count(scene->rig, EVENT_CHAIN_REGRESSED), 1);
	snprintf(sql, sizeof sql,
	    "SELECT count(*) FROM event WHERE sequence = %llu AND id = '%s'",
	    (unsigned long long)event->sequence, event->id);
	assert_int_equal(ask(scene, sql), 1);
	assert_int_equal(ask(scene, "SELECT count(*) FROM event"),
	    (int64_t)scene->rig->events.len);
	assert_int_equal(ask(scene, "SELECT max(sequence) FROM event"),
	    (int64_t)scene->rig->events.len);
	assert_int_equal(ask(scene, "SELECT count(*) FROM chain_seen"), 2);
}

static void
a_monitor_can_stop_while_the_store_fails(void **state)
{
	struct scene *scene = *state;

	rig_run(scene->rig, INTERVAL);
	fail_writes(scene, true);
	rig_run(scene->rig, 2 * INTERVAL);
	monitor_stop(scene->rig->monitor, event_new(EVENT_MONITOR_STOPPED, 0),
	    (loop_fn)loop_stop, scene->rig->loop);
	rig_run(scene->rig, 10);
	assert_true(rig_event(scene->rig, EVENT_MONITOR_STOPPED)->is_unstored);
}

struct told {
	unsigned count;
};

static void
on_stored(void *arg)
{
	struct told *told = arg;

	told->count++;
}

static void
who_delivers_hears_of_stored_events_alone(void **state)
{
	struct scene *scene = *state;
	struct told told = {0}, written = {0};

	rig_run(scene->rig, INTERVAL);
	commit_store_on_stored(scene->rig->into_store, on_stored, &told);
	commit_store_on_written(scene->rig->into_store, on_stored, &written);
	rig_run(scene->rig, 2 * INTERVAL);
	assert_int_equal(told.count, 0);
	assert_true(written.count > 0);
	rig_serve(scene->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(scene->rig, INTERVAL);
	assert_true(told.count > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_a_look_showed_is_stored_once),
	    TEST(which_chain_was_shown_from_when_to_when),
	    TEST(while_it_fails_monitoring_goes_on_and_tells),
	    TEST(when_it_is_back_all_is_caught_up_with_its_ids),
	    TEST(a_monitor_can_stop_while_the_store_fails),
	    TEST(who_delivers_hears_of_stored_events_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
