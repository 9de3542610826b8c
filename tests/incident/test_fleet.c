/* The fleet as the monitor sees it: who is watched, what is remembered, what a
 * transition costs. The rules' own tests stand beside it, and the stories in
 * tests/scenarios. */
#include "incident/fleet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "support/verdicts.h"

#define NOW 1800000000

static struct endpoint *
make_endpoint(const char *name)
{
	struct endpoint *endpoint = endpoint_new();

	snprintf(endpoint->host.text, sizeof endpoint->host.text, "%s", name);
	endpoint_finish(endpoint);
	return endpoint;
}

static struct verdict *
make_chain(const char *leaf, const char *issuer, enum finding_code code,
    const char *cert)
{
	struct made_chain made = {
	    .certs = {leaf, issuer},
	    .findings = {{code, SEVERITY_OK, cert}},
	    .finding_count = code == FINDING_COUNT ? 0 : 1,
	};

	return verdict_made(&made);
}

static struct target
make_target(struct endpoint *endpoint, unsigned n)
{
	struct target target = {0};
	struct place place = {
	    .address = {
		.family = 4, .bytes = {192, 0, 2, (uint8_t)n}, .port = 443}};

	target_set(&target, endpoint, &place, NULL);
	return target;
}

static void
set_targets(struct fleet *fleet, struct endpoint *endpoint, unsigned count)
{
	struct target targets[8];
	struct batch batch = {0};

	for (unsigned i = 0; i < count; i++)
		targets[i] = make_target(endpoint, i + 1);
	fleet_set_targets(fleet, endpoint, targets, count, NOW, &batch);
	for (unsigned i = 0; i < count; i++)
		target_clear(&targets[i]);
	batch_clear(&batch);
}

/* The events of it. */
static size_t
show(struct fleet *fleet, struct endpoint *endpoint, unsigned n,
    struct verdict *verdict, int64_t now)
{
	struct target target = make_target(endpoint, n);
	struct look look = {.target = &target, .verdict = verdict};
	struct batch batch = {0};
	size_t events;

	if (verdict == NULL)
		look.failure = FAILURE_CONNECT_REFUSED;
	fleet_observe(fleet, &look, now, &batch);
	events = batch.events.len;
	batch_clear(&batch);
	target_clear(&target);
	return events;
}

static struct fleet *
make_fleet(void)
{
	struct fleet *fleet = fleet_new(&fleet_options_default);
	struct batch batch = {0};

	fleet_end_first_pass(fleet, NOW, &batch);
	batch_clear(&batch);
	return fleet;
}

static void
a_target_is_remembered_by_address(void **state)
{
	struct fleet *fleet = make_fleet();
	struct endpoint *a = make_endpoint("a.example");
	struct endpoint *stranger = make_endpoint("b.example");
	struct verdict *good = make_chain("L1", "I1", FINDING_COUNT, NULL);
	struct target first = make_target(a, 1), third = make_target(a, 3);
	struct target elsewhere = make_target(stranger, 1);

	fleet_add_endpoint(fleet, a);
	set_targets(fleet, a, 2);
	assert_null(fleet_target(fleet, &third));
	assert_null(fleet_target(fleet, &elsewhere));
	assert_false(fleet_target(fleet, &first)->is_seen);
	show(fleet, a, 1, good, NOW + 5);
	assert_ptr_equal(fleet_target(fleet, &first)->current, good);
	assert_int_equal(fleet_target(fleet, &first)->last_look_at, NOW + 5);
	show(fleet, a, 1, NULL, NOW + 9);
	assert_ptr_equal(fleet_target(fleet, &first)->current, good);
	assert_false(fleet_target(fleet, &first)->is_reached);
	assert_int_equal(
	    fleet_target(fleet, &first)->last_failure, FAILURE_CONNECT_REFUSED);
	/* an address more or less: the others keep what they had */
	set_targets(fleet, a, 1);
	set_targets(fleet, a, 3);
	assert_ptr_equal(fleet_target(fleet, &first)->current, good);
	assert_false(fleet_target(fleet, &third)->is_seen);
	target_clear(&first);
	target_clear(&third);
	target_clear(&elsewhere);
	fleet_free(fleet);
	verdict_unref(good);
	endpoint_unref(a);
	endpoint_unref(stranger);
}

static void
what_is_not_watched_leaves_no_trace(void **state)
{
	struct fleet *fleet = make_fleet();
	struct endpoint *a = make_endpoint("a.example");
	struct verdict *bare = make_chain("L1", NULL, FINDING_LEAF_ONLY, NULL);
	struct batch batch = {0};

	assert_int_equal(show(fleet, a, 1, bare, NOW), 0);
	fleet_add_endpoint(fleet, a);
	assert_int_equal(show(fleet, a, 1, bare, NOW), 0);
	fleet_remove_endpoint(fleet, a, NOW, &batch);
	fleet_remove_endpoint(fleet, a, NOW, &batch);
	fleet_resolve_failed(
	    fleet, a, FAILURE_RESOLVE_TIMEOUT, "", NOW, &batch);
	fleet_resolve_worked(fleet, a, NOW, &batch);
	fleet_set_targets(fleet, a, NULL, 0, NOW, &batch);
	assert_int_equal(batch.events.len, 0);
	assert_int_equal(fleet_incident_count(fleet), 0);
	fleet_free(fleet);
	verdict_unref(bare);
	endpoint_unref(a);
}

static void
an_address_listed_twice_counts_once(void **state)
{
	struct fleet *fleet = make_fleet();
	struct endpoint *a = make_endpoint("a.example");
	struct verdict *bare = make_chain("L1", NULL, FINDING_LEAF_ONLY, NULL);
	struct target targets[2] = {make_target(a, 1), make_target(a, 1)};
	struct target target = make_target(a, 1);
	struct look look = {.target = &target, .verdict = bare};
	struct batch batch = {0};

	fleet_add_endpoint(fleet, a);
	fleet_set_targets(fleet, a, targets, 2, NOW, &batch);
	batch_clear(&batch);
	fleet_observe(fleet, &look, NOW, &batch);
	assert_null(strstr(batch.events.items[0]->text, "addresses"));
	batch_clear(&batch);
	target_clear(&targets[0]);
	target_clear(&targets[1]);
	target_clear(&target);
	fleet_free(fleet);
	verdict_unref(bare);
	endpoint_unref(a);
}

static void
incidents_are_found_by_number_and_by_endpoint(void **state)
{
	struct fleet *fleet = make_fleet();
	struct endpoint *a = make_endpoint("a.example");
	struct endpoint *b = make_endpoint("b.example");
	struct verdict *expired =
	    make_chain("L1", "I1", FINDING_LEAF_EXPIRED, "L1");
	const struct incident *incident;

	fleet_add_endpoint(fleet, a);
	fleet_add_endpoint(fleet, b);
	set_targets(fleet, a, 1);
	set_targets(fleet, b, 1);
	assert_true(fleet_is_still(fleet));
	assert_int_equal(show(fleet, a, 1, expired, NOW), 1);
	assert_int_equal(show(fleet, b, 1, expired, NOW), 0);
	assert_int_equal(fleet_incident_count(fleet), 1);
	assert_false(fleet_is_still(fleet));
	incident = fleet_incident_at(fleet, 0);
	assert_null(fleet_incident_at(fleet, 1));
	assert_ptr_equal(
	    fleet_incident_of(fleet, FINDING_LEAF_EXPIRED, a), incident);
	assert_ptr_equal(
	    fleet_incident_of(fleet, FINDING_LEAF_EXPIRED, b), incident);
	assert_null(fleet_incident_of(fleet, FINDING_LEAF_ONLY, a));
	assert_int_equal(incident_endpoint_count(incident), 2);
	fleet_free(fleet);
	verdict_unref(expired);
	endpoint_unref(a);
	endpoint_unref(b);
}

static void
a_replaced_endpoint_keeps_state_and_names_of_fronts(void **state)
{
	struct fleet *fleet = make_fleet();
	struct endpoint *a = make_endpoint("a.example");
	struct endpoint *fresh = make_endpoint("a.example");
	struct verdict *bare = make_chain("L1", NULL, FINDING_LEAF_ONLY, NULL);
	struct target target;
	struct batch batch = {0};

	ARRAY_ADD(&a->fronts)->name = mem_strdup("lb.example");
	ARRAY_ADD(&fresh->fronts)->name = mem_strdup("lb.example");
	target = make_target(a, 1);
	target.via.front = &a->fronts.items[0];
	fleet_add_endpoint(fleet, a);
	fleet_set_targets(fleet, a, &target, 1, NOW, &batch);
	batch_clear(&batch);
	show(fleet, a, 1, bare, NOW);
	fleet_replace_endpoint(fleet, a, fresh);
	target_clear(&target);
	endpoint_unref(a);
	/* the old one is gone for good now */
	target = make_target(fresh, 1);
	assert_ptr_equal(
	    fleet_target(fleet, &target)->front, &fresh->fronts.items[0]);
	assert_ptr_equal(fleet_target(fleet, &target)->current, bare);
	assert_ptr_equal(fleet_incident_at(fleet, 0)->endpoint, fresh);
	assert_int_equal(show(fleet, fresh, 1, bare, NOW + 1), 0);
	target_clear(&target);
	fleet_free(fleet);
	verdict_unref(bare);
	endpoint_unref(fresh);
}

/* Plays the same story in two fleets. */
static void
play(struct fleet *fleet, char ids[2][EVENT_ID_LEN + 1])
{
	struct endpoint *a = make_endpoint("a.example");
	struct verdict *good = make_chain("L1", "I1", FINDING_COUNT, NULL);
	struct verdict *bare = make_chain("L1", NULL, FINDING_LEAF_ONLY, NULL);

	fleet_add_endpoint(fleet, a);
	set_targets(fleet, a, 1);
	for (int i = 0; i < 2; i++) {
		show(fleet, a, 1, bare, NOW + i);
		memcpy(ids[i], fleet_incident_at(fleet, 0)->id, sizeof ids[i]);
		show(fleet, a, 1, good, NOW + i);
		show(fleet, a, 1, good, NOW + i);
		assert_int_equal(fleet_incident_count(fleet), 0);
	}
	verdict_unref(good);
	verdict_unref(bare);
	endpoint_unref(a);
}

static void
the_same_story_gives_the_same_ids(void **state)
{
	char ids[2][2][EVENT_ID_LEN + 1];

	for (int i = 0; i < 2; i++) {
		struct fleet *fleet = make_fleet();

		play(fleet, ids[i]);
		fleet_free(fleet);
	}
	assert_string_equal(ids[0][0], ids[1][0]);
	assert_string_equal(ids[0][1], ids[1][1]);
	assert_string_not_equal(ids[0][0], ids[0][1]);
	assert_int_equal(strlen(ids[0][0]), EVENT_ID_LEN);
}

static void
the_first_pass_ends_once(void **state)
{
	struct fleet *fleet = fleet_new(&fleet_options_default);
	struct batch batch = {0};

	fleet_end_first_pass(fleet, NOW, &batch);
	assert_int_equal(batch.events.len, 1);
	batch_clear(&batch);
	fleet_end_first_pass(fleet, NOW, &batch);
	assert_int_equal(batch.events.len, 0);
	fleet_free(fleet);
}

static void
options_can_change_while_it_runs(void **state)
{
	struct fleet *fleet = make_fleet();
	struct fleet_options options = fleet_options_default;
	struct endpoint *a = make_endpoint("a.example");

	fleet_add_endpoint(fleet, a);
	set_targets(fleet, a, 1);
	options.reach_bad = options.reach_window = 1;
	fleet_set_options(fleet, &options);
	assert_int_equal(show(fleet, a, 1, NULL, NOW), 1);
	fleet_free(fleet);
	endpoint_unref(a);
}

/* A certificate at fault under a whole large fleet: each look costs the same,
 * however many there are. Were the fleet or the incident scanned for each,
 * this would take minutes instead of a second. */
static void
a_transition_does_not_scan_the_fleet(void **state)
{
	enum { COUNT = 30000 };
	struct fleet *fleet = make_fleet();
	struct endpoint **endpoints = mem_new(COUNT, sizeof *endpoints);
	struct verdict *good = make_chain("L1", "I1", FINDING_COUNT, NULL);
	struct verdict *expired =
	    make_chain("L1", "I1", FINDING_INTERMEDIATE_EXPIRED, "I1");
	size_t events = 0;

	for (int i = 0; i < COUNT; i++) {
		char name[32];

		snprintf(name, sizeof name, "e%d.example", i);
		endpoints[i] = make_endpoint(name);
		fleet_add_endpoint(fleet, endpoints[i]);
		set_targets(fleet, endpoints[i], 1);
	}
	for (int i = 0; i < COUNT; i++)
		events += show(fleet, endpoints[i], 1, expired, NOW + 1);
	assert_int_equal(events, 1);
	assert_int_equal(fleet_incident_count(fleet), 1);
	assert_int_equal(
	    incident_endpoint_count(fleet_incident_at(fleet, 0)), COUNT);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < COUNT; i++)
			events +=
			    show(fleet, endpoints[i], 1, good, NOW + 2 + round);
	}
	assert_int_equal(events, 2);
	assert_int_equal(fleet_incident_count(fleet), 0);
	for (int i = 0; i < COUNT; i++) {
		struct batch batch;

		fleet_remove_endpoint(fleet, endpoints[i], NOW, &batch);
		batch_clear(&batch);
		endpoint_unref(endpoints[i]);
	}
	free(endpoints);
	verdict_unref(good);
	verdict_unref(expired);
	fleet_free(fleet);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_target_is_remembered_by_address),
	    cmocka_unit_test(what_is_not_watched_leaves_no_trace),
	    cmocka_unit_test(an_address_listed_twice_counts_once),
	    cmocka_unit_test(incidents_are_found_by_number_and_by_endpoint),
	    cmocka_unit_test(
		a_replaced_endpoint_keeps_state_and_names_of_fronts),
	    cmocka_unit_test(the_same_story_gives_the_same_ids),
	    cmocka_unit_test(the_first_pass_ends_once),
	    cmocka_unit_test(options_can_change_while_it_runs),
	    cmocka_unit_test(a_transition_does_not_scan_the_fleet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
