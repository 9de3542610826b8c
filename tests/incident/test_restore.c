/* A fleet that goes on where another ended. */
#include "incident/restore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/verdicts.h"

#define NOW 1800000000
#define OPENED (NOW - 5000)

struct scene {
	struct fleet *fleet;
	struct endpoint *endpoint;
	struct watched *watched;
	struct target target;
	struct verdict *bad, *good;
};

static int
set_up(void **state)
{
	static struct scene scene;
	const struct made_chain bad = {
	    .certs = {"L2"},
	    .findings = {{FINDING_LEAF_ONLY, SEVERITY_OK, NULL}},
	    .finding_count = 1,
	};
	const struct made_chain good = {.certs = {"L2", "I1"}};
	const struct restored_endpoint known = {.is_known = true};
	const struct place place = {
	    .address = {.family = 4, .bytes = {192, 0, 2, 1}, .port = 443}};

	scene = (struct scene){
	    .fleet = fleet_new(&fleet_options_default),
	    .endpoint = endpoint_new(),
	    .bad = verdict_made(&bad),
	    .good = verdict_made(&good),
	};
	snprintf(scene.endpoint->host.text, sizeof scene.endpoint->host.text,
	    "a.example");
	endpoint_finish(scene.endpoint);
	target_set(&scene.target, scene.endpoint, &place, NULL);
	fleet_restore_begin(scene.fleet, 7);
	fleet_add_endpoint(scene.fleet, scene.endpoint);
	scene.watched =
	    fleet_restore_endpoint(scene.fleet, scene.endpoint, &known);
	assert_non_null(scene.watched);
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	target_clear(&scene->target);
	fleet_free(scene->fleet);
	endpoint_unref(scene->endpoint);
	verdict_unref(scene->bad);
	verdict_unref(scene->good);
	return 0;
}

/* It showed the bad chain, after a good one. */
static void
restore_target(struct scene *scene)
{
	struct target_state was = {
	    .place = scene->target.place,
	    .look_count = 9,
	    .reach_history = 511,
	    .is_seen = true,
	    .is_reached = true,
	    .is_fresh = true,
	    .last_look_at = NOW - 600,
	    .chain_since = OPENED,
	    .current = verdict_ref(scene->bad),
	    .good = verdict_ref(scene->good),
	};

	fleet_restore_target(scene->fleet, scene->watched, &was);
	assert_null(was.current);
	assert_null(was.good);
}

static bool
restore_incident(
    struct scene *scene, const struct endpoint *member_of, unsigned clean_count)
{
	const struct restored_member member = {
	    .endpoint = member_of,
	    .place = scene->target.place,
	    .since = OPENED,
	    .severity = SEVERITY_CRITICAL,
	    .clean_count = clean_count,
	};
	struct incident *incident = incident_new(FINDING_LEAF_ONLY, OPENED);

	incident->severity = SEVERITY_CRITICAL;
	incident->endpoint = endpoint_ref(scene->endpoint);
	incident_make_id(incident, 3);
	incident->changed_at = OPENED + 60;
	incident->told = INCIDENT_TOLD;
	incident->told_at = OPENED;
	incident->told_count = 1;
	if (fleet_restore_incident(scene->fleet, incident, &member, 1))
		return true;
	incident_free(incident);
	return false;
}

/* How many events of this kind come of it. */
static size_t
look(struct scene *scene, struct verdict *verdict, int64_t now,
    enum event_kind kind)
{
	struct look look = {.target = &scene->target, .verdict = verdict};
	struct batch batch = {0};
	size_t count = 0;

	fleet_observe(scene->fleet, &look, now, &batch);
	ARRAY_EACH (event, &batch.events)
		count += (*event)->kind == kind;
	batch_clear(&batch);
	return count;
}

static void
end_first_pass(struct scene *scene)
{
	struct batch batch = {0};

	fleet_end_first_pass(scene->fleet, NOW, &batch);
	assert_int_equal(batch.events.len, 0);
	batch_clear(&batch);
}

static void
a_target_is_as_it_was(void **state)
{
	struct scene *scene = *state;
	const struct target_state *now;

	restore_target(scene);
	now = fleet_target(scene->fleet, &scene->target);
	assert_non_null(now);
	assert_ptr_equal(now->current, scene->bad);
	assert_ptr_equal(now->good, scene->good);
	assert_int_equal(now->chain_since, OPENED);
	assert_int_equal(now->look_count, 9);
}

static void
an_incident_is_as_it_was_and_no_news(void **state)
{
	struct scene *scene = *state;
	const struct incident *incident;

	restore_target(scene);
	assert_true(restore_incident(scene, scene->endpoint, 0));
	assert_int_equal(fleet_incident_count(scene->fleet), 1);
	incident = fleet_incident_at(scene->fleet, 0);
	assert_int_equal(incident->opened_at, OPENED);
	assert_int_equal(incident->changed_at, OPENED + 60);
	assert_int_equal(incident->members.items[0].since, OPENED);
	end_first_pass(scene);
	for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
		assert_int_equal(
		    look(scene, scene->bad, NOW, (enum event_kind)kind), 0);
	assert_int_equal(fleet_incident_count(scene->fleet), 1);
}

static void
its_end_is_told_with_when_it_began(void **state)
{
	struct scene *scene = *state;

	restore_target(scene);
	assert_true(restore_incident(scene, scene->endpoint, 0));
	end_first_pass(scene);
	assert_int_equal(
	    look(scene, scene->good, NOW, EVENT_INCIDENT_RESOLVED), 0);
	assert_int_equal(
	    look(scene, scene->good, NOW + 30, EVENT_INCIDENT_RESOLVED), 1);
	assert_int_equal(fleet_incident_count(scene->fleet), 0);
}

static void
a_clean_look_before_counts(void **state)
{
	struct scene *scene = *state;

	restore_target(scene);
	assert_true(restore_incident(scene, scene->endpoint, 1));
	end_first_pass(scene);
	assert_int_equal(
	    look(scene, scene->good, NOW, EVENT_INCIDENT_RESOLVED), 1);
}

static void
without_a_member_left_there_is_no_incident(void **state)
{
	struct scene *scene = *state;
	struct endpoint *stranger = endpoint_new();

	snprintf(stranger->host.text, sizeof stranger->host.text, "b.example");
	endpoint_finish(stranger);
	restore_target(scene);
	assert_false(restore_incident(scene, stranger, 0));
	assert_int_equal(fleet_incident_count(scene->fleet), 0);
	endpoint_unref(stranger);
}

static void
ids_of_new_incidents_are_new(void **state)
{
	struct scene *scene = *state;
	struct incident *old = incident_new(FINDING_LEAF_ONLY, NOW);

	/* What the run before would have called one that opened now. */
	old->endpoint = endpoint_ref(scene->endpoint);
	restore_target(scene);
	end_first_pass(scene);
	look(scene, scene->good, NOW, EVENT_KIND_COUNT);
	look(scene, scene->good, NOW, EVENT_KIND_COUNT);
	look(scene, scene->bad, NOW, EVENT_KIND_COUNT);
	assert_int_equal(fleet_incident_count(scene->fleet), 1);
	for (uint64_t counter = 0; counter < 7; counter++) {
		incident_make_id(old, counter);
		assert_string_not_equal(
		    fleet_incident_at(scene->fleet, 0)->id, old->id);
	}
	incident_free(old);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_target_is_as_it_was),
	    TEST(an_incident_is_as_it_was_and_no_news),
	    TEST(its_end_is_told_with_when_it_began),
	    TEST(a_clean_look_before_counts),
	    TEST(without_a_member_left_there_is_no_incident),
	    TEST(ids_of_new_incidents_are_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
