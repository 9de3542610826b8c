/* What a transition changed, as rows: written, and read back. */
#include "store/batch_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "incident/hush.h"
#include "store/load.h"
#include "store/schema.h"
#include "support/steps.h"
#include "support/verdicts.h"

#define NOW 1800000000

struct scene {
	struct db *db;
	struct known_certs *known;
	struct batch_rows rows;
	struct fleet *fleet;
	struct endpoint *endpoint;
	struct target target;
	struct verdict *bad, *good;
	uint64_t sequence;
};

/* Gives events their numbers, as a commit does, and turns them into rows. */
static void
take(struct scene *scene, struct batch *batch)
{
	ARRAY_EACH (event, &batch->events) {
		(*event)->sequence = ++scene->sequence;
		snprintf((*event)->id, sizeof(*event)->id, "%032u",
		    (unsigned)scene->sequence);
	}
	batch_rows_add(&scene->rows, batch, scene->known, NOW);
	batch_clear(batch);
}

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {.path = ":memory:"};
	const struct made_chain bad = {
	    .certs = {"L2"},
	    .findings = {{FINDING_LEAF_ONLY, SEVERITY_OK, NULL}},
	    .finding_count = 1,
	};
	const struct made_chain good = {.certs = {"L1", "I1"}};
	const struct ip_address address = {
	    .family = 4, .bytes = {192, 0, 2, 1}, .port = 443};
	struct batch batch = {0};
	struct error err = ERROR_INIT;

	scene = (struct scene){
	    .db = db_open(&options, &err),
	    .known = known_certs_new(),
	    .fleet = fleet_new(&fleet_options_default),
	    .endpoint = endpoint_new(),
	    .bad = verdict_made(&bad),
	    .good = verdict_made(&good),
	};
	scene.bad->refused_by = mem_strdup("Java");
	*state = &scene;
	if (scene.db == NULL || !schema_migrate(scene.db, &err))
		return 1;
	snprintf(scene.endpoint->host.text, sizeof scene.endpoint->host.text,
	    "a.example");
	endpoint_finish(scene.endpoint);
	target_set(&scene.target, scene.endpoint,
	    &(struct place){.address = address}, NULL);
	fleet_end_first_pass(scene.fleet, NOW, &batch);
	take(&scene, &batch);
	fleet_add_endpoint(scene.fleet, scene.endpoint);
	fleet_set_targets(
	    scene.fleet, scene.endpoint, &scene.target, 1, NOW, &batch);
	take(&scene, &batch);
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	batch_rows_clear(&scene->rows);
	known_certs_free(scene->known);
	target_clear(&scene->target);
	fleet_free(scene->fleet);
	endpoint_unref(scene->endpoint);
	verdict_unref(scene->bad);
	verdict_unref(scene->good);
	db_close(scene->db);
	return 0;
}

static void
look(struct scene *scene, struct verdict *verdict, int64_t now)
{
	struct look look = {.target = &scene->target, .verdict = verdict};
	struct batch batch = {0};

	fleet_observe(scene->fleet, &look, now, &batch);
	batch.due_at_ms = now * 1000 + 600000;
	take(scene, &batch);
}

static void
write_all(struct scene *scene)
{
	struct error err = ERROR_INIT;

	if (!batch_rows_write(&scene->rows, scene->db, &err))
		fail_msg("%s", err.message);
}

static int64_t
number(struct scene *scene, const char *sql)
{
	struct error err = ERROR_INIT;
	int64_t value = -1;

	assert_true(db_ask_int(scene->db, sql, 0, &value, &err));
	return value;
}

static void
what_is_written_is_read_back(void **state)
{
	struct scene *scene = *state;
	struct loaded loaded = {0};
	struct error err = ERROR_INIT;
	const struct loaded_target *target;

	look(scene, scene->good, NOW);
	look(scene, scene->bad, NOW + 600);
	write_all(scene);
	assert_true(load_all(scene->db, &loaded, &err));
	target =
	    &loaded_endpoint(&loaded, scene->endpoint->id)->targets.items[0];
	assert_true(verdict_same_chain(target->state.current, scene->bad));
	assert_true(verdict_same_chain(target->state.good, scene->good));
	assert_string_equal(target->state.current->refused_by, "Java");
	assert_null(target->state.good->refused_by);
	assert_int_equal(target->due_at_ms, (NOW + 600) * 1000ll + 600000);
	assert_int_equal(loaded.incidents.len, 1);
	assert_string_equal(loaded.incidents.items[0].incident->id,
	    fleet_incident_at(scene->fleet, 0)->id);
	assert_int_equal(
	    loaded.incidents.items[0].incident->opened_at, NOW + 600);
	assert_int_equal(loaded.incidents.items[0].members.len, 1);
	assert_int_equal(loaded.last_sequence, scene->sequence);
	loaded_clear(&loaded);
}

static void
what_is_hushed_comes_back_hushed(void **state)
{
	struct scene *scene = *state;
	struct loaded loaded = {0};
	struct error err = ERROR_INIT;
	const struct incident *incident;

	steps_maintain(fleet_hush(scene->fleet), NULL, NOW);
	look(scene, scene->good, NOW);
	look(scene, scene->bad, NOW + 600);
	write_all(scene);
	assert_true(load_all(scene->db, &loaded, &err));
	incident = loaded.incidents.items[0].incident;
	assert_int_equal(incident->told, INCIDENT_HUSHED);
	assert_int_equal(incident->hush, HUSH_MAINTENANCE);
	assert_non_null(strstr(incident->hush_words, "maintenance move until"));
	assert_int_equal(
	    number(scene,
		"SELECT count(*) FROM event WHERE hushed = 'maintenance'"),
	    1);
	loaded_clear(&loaded);
}

/* A path, and two variants of it: three targets in all. */
static void
places_are_told_apart_and_come_back(void **state)
{
	struct scene *scene = *state;
	struct place path = place_at_path("/srv/chain.pem");
	struct place places[] = {
	    scene->target.place,
	    path,
	    place_in_variant(&path, VARIANT_ECDSA),
	};
	struct target targets[3] = {0};
	struct loaded loaded = {0};
	struct batch batch = {0};
	struct error err = ERROR_INIT;
	const struct loaded_endpoint *endpoint;

	for (size_t i = 0; i < 3; i++)
		target_set(&targets[i], scene->endpoint, &places[i], NULL);
	fleet_set_targets(
	    scene->fleet, scene->endpoint, targets, 3, NOW, &batch);
	take(scene, &batch);
	for (size_t i = 0; i < 3; i++) {
		target_set(&scene->target, scene->endpoint, &places[i], NULL);
		look(scene, i == 1 ? scene->bad : scene->good, NOW + 60);
		target_clear(&targets[i]);
	}
	write_all(scene);
	assert_true(load_all(scene->db, &loaded, &err));
	endpoint = loaded_endpoint(&loaded, scene->endpoint->id);
	assert_int_equal(endpoint->targets.len, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct loaded_target *target = NULL;

		ARRAY_EACH (each, &endpoint->targets) {
			if (place_compare(&each->state.place, &places[i]) == 0)
				target = each;
		}
		assert_non_null(target);
		assert_true(verdict_same_chain(
		    target->state.current, i == 1 ? scene->bad : scene->good));
	}
	assert_int_equal(
	    place_compare(
		&loaded.incidents.items[0].members.items[0].member.place,
		&path),
	    0);
	loaded_clear(&loaded);
}

static void
of_state_the_latest_counts_and_events_are_all_kept(void **state)
{
	struct scene *scene = *state;

	look(scene, scene->good, NOW);
	look(scene, scene->bad, NOW + 600);
	look(scene, scene->good, NOW + 1200);
	look(scene, scene->good, NOW + 1230);
	write_all(scene);
	assert_int_equal(number(scene, "SELECT count(*) FROM target"), 1);
	assert_int_equal(
	    number(scene, "SELECT last_look_at FROM target"), NOW + 1230);
	assert_int_equal(
	    number(scene,
		"SELECT count(*) FROM incident WHERE resolved_at IS NULL"),
	    0);
	assert_true(scene->sequence >= 2);
	assert_int_equal(number(scene, "SELECT count(*) FROM event"),
	    (int64_t)scene->sequence);
}

static void
which_chain_was_shown_when_is_kept(void **state)
{
	struct scene *scene = *state;

	look(scene, scene->good, NOW);
	write_all(scene);
	batch_rows_clear(&scene->rows);
	look(scene, scene->bad, NOW + 600);
	write_all(scene);
	assert_int_equal(number(scene, "SELECT count(*) FROM chain_seen"), 2);
	assert_int_equal(number(scene,
			     "SELECT seen_to FROM chain_seen WHERE seen_to IS "
			     "NOT NULL"),
	    NOW + 600);
	assert_int_equal(number(scene,
			     "SELECT seen_from FROM chain_seen WHERE seen_to "
			     "IS NULL"),
	    NOW + 600);
	assert_int_equal(number(scene, "SELECT count(*) FROM certificate"), 3);
}

/* Members go when an incident ends; whom it met stays. */
static void
whom_an_incident_met_stays_known(void **state)
{
	struct scene *scene = *state;

	look(scene, scene->good, NOW);
	look(scene, scene->bad, NOW + 600);
	write_all(scene);
	assert_int_equal(number(scene,
			     "SELECT count(*) FROM incident_endpoint WHERE "
			     "endpoint = 'a.example:443' AND until IS NULL"),
	    1);
	batch_rows_clear(&scene->rows);
	look(scene, scene->good, NOW + 1200);
	look(scene, scene->good, NOW + 1230);
	write_all(scene);
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM incident_member"), 0);
	assert_int_equal(
	    number(scene,
		"SELECT count(*) FROM incident_endpoint JOIN incident ON id = "
		"incident WHERE since = opened_at AND until IS NOT NULL"),
	    1);
}

static void
which_chains_a_certificate_stands_in_is_kept(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	look(scene, scene->good, NOW);
	look(scene, scene->bad, NOW + 600);
	write_all(scene);
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM chain_certificate"), 3);
	assert_int_equal(number(scene,
			     "SELECT count(*) FROM chain_certificate c JOIN "
			     "chain ON id = c.chain WHERE "
			     "instr(certificates, certificate) % 32 = 1"),
	    3);
	assert_true(db_exec(scene->db, "DELETE FROM chain", &err));
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM chain_certificate"), 0);
}

static void
an_endpoint_that_left_leaves_no_state(void **state)
{
	struct scene *scene = *state;
	struct batch batch = {0};

	look(scene, scene->bad, NOW);
	write_all(scene);
	batch_rows_clear(&scene->rows);
	fleet_remove_endpoint(scene->fleet, scene->endpoint, NOW + 60, &batch);
	take(scene, &batch);
	write_all(scene);
	assert_int_equal(number(scene, "SELECT count(*) FROM endpoint"), 0);
	assert_int_equal(number(scene, "SELECT count(*) FROM target"), 0);
	assert_int_equal(number(scene, "SELECT count(*) FROM verdict"), 0);
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM incident_member"), 0);
	assert_int_equal(number(scene,
			     "SELECT count(*) FROM chain_seen WHERE seen_to IS "
			     "NULL"),
	    0);
}

/* An event of its own, of that severity. */
static void
add_event(struct scene *scene, enum severity severity)
{
	struct batch batch = {0};
	struct event *event = event_new(EVENT_CHAIN_CHANGED, NOW);

	event->severity = severity;
	event->text = mem_strdup("words");
	*ARRAY_ADD(&batch.events) = event;
	take(scene, &batch);
}

static void
notices_are_dropped_first_and_the_oldest_of_them(void **state)
{
	struct scene *scene = *state;

	batch_rows_clear(&scene->rows);
	scene->sequence = 0;
	add_event(scene, SEVERITY_CRITICAL);
	add_event(scene, SEVERITY_NOTICE);
	add_event(scene, SEVERITY_NOTICE);
	assert_true(batch_rows_drop_notice(&scene->rows));
	write_all(scene);
	assert_int_equal(number(scene, "SELECT count(*) FROM event"), 2);
	assert_int_equal(
	    number(scene, "SELECT count(*) FROM event WHERE sequence = 2"), 0);
	assert_true(batch_rows_drop_notice(&scene->rows));
	assert_false(batch_rows_drop_notice(&scene->rows));
	assert_true(batch_rows_drop_any(&scene->rows));
	assert_false(batch_rows_drop_any(&scene->rows));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_written_is_read_back),
	    TEST(what_is_hushed_comes_back_hushed),
	    TEST(places_are_told_apart_and_come_back),
	    TEST(of_state_the_latest_counts_and_events_are_all_kept),
	    TEST(which_chain_was_shown_when_is_kept),
	    TEST(whom_an_incident_met_stays_known),
	    TEST(which_chains_a_certificate_stands_in_is_kept),
	    TEST(an_endpoint_that_left_leaves_no_state),
	    TEST(notices_are_dropped_first_and_the_oldest_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
