/* Restarts: nothing is told again, what was open is open, due times stay. */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/monitor_rig.h"
#include "support/temp_folder.h"

#define INTERVAL 600

struct scene {
	struct temp_folder folder;
	struct rig *rig;
	struct endpoint *www;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->rig = rig_new_in(NULL, scene->folder.path);
	scene->www = rig_endpoint(
	    scene->rig, "www.example.test", "192.0.2.1 192.0.2.2", INTERVAL);
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

/* A regression that people know of. */
static void
break_it(struct scene *scene)
{
	rig_run(scene->rig, INTERVAL);
	rig_serve(scene->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_serve(scene->rig, "192.0.2.2", RIG_LEAF_ONLY);
	rig_run(scene->rig, 2 * INTERVAL);
	assert_int_equal(rig_count(scene->rig, EVENT_CHAIN_REGRESSED), 1);
	assert_int_equal(fleet_incident_count(scene->rig->fleet), 1);
}

static void
what_is_fine_is_told_no_second_time(void **state)
{
	struct scene *scene = *state;
	size_t told;

	rig_run(scene->rig, 2 * INTERVAL);
	assert_int_equal(rig_count(scene->rig, EVENT_FIRST_PASS), 1);
	told = scene->rig->events.len;
	rig_restart(scene->rig, 60);
	rig_run(scene->rig, 3 * INTERVAL);
	assert_int_equal(scene->rig->events.len, told);
}

static void
what_was_open_is_open_and_not_told_again(void **state)
{
	struct scene *scene = *state;
	char id[EVENT_ID_LEN + 1];
	const struct incident *incident;
	size_t told;

	break_it(scene);
	told = scene->rig->events.len;
	memcpy(id, fleet_incident_at(scene->rig->fleet, 0)->id, sizeof id);
	rig_restart(scene->rig, 60);
	assert_int_equal(fleet_incident_count(scene->rig->fleet), 1);
	incident = fleet_incident_at(scene->rig->fleet, 0);
	assert_string_equal(incident->id, id);
	assert_int_equal(incident->members.len, 2);
	assert_int_equal(incident->endpoint_count, 1);
	assert_int_equal(incident->told, INCIDENT_TOLD);
	rig_run(scene->rig, 3 * INTERVAL);
	assert_int_equal(scene->rig->events.len, told);
}

static void
what_was_repaired_meanwhile_ends(void **state)
{
	struct scene *scene = *state;
	const struct event *opened, *resolved;

	break_it(scene);
	rig_serve(scene->rig, "192.0.2.1", RIG_GOOD);
	rig_serve(scene->rig, "192.0.2.2", RIG_GOOD);
	rig_restart(scene->rig, 3600);
	rig_run(scene->rig, INTERVAL);
	assert_int_equal(rig_count(scene->rig, EVENT_INCIDENT_RESOLVED), 1);
	opened = rig_event(scene->rig, EVENT_CHAIN_REGRESSED);
	resolved = rig_event(scene->rig, EVENT_INCIDENT_RESOLVED);
	assert_string_equal(opened->incident.id, resolved->incident.id);
	assert_int_equal(fleet_incident_count(scene->rig->fleet), 0);

	/* And it has ended for the store as well. */
	rig_restart(scene->rig, 1);
	assert_int_equal(fleet_incident_count(scene->rig->fleet), 0);
}

static void
what_broke_meanwhile_is_a_regression_from_what_was_known(void **state)
{
	struct scene *scene = *state;

	rig_run(scene->rig, INTERVAL);
	rig_serve(scene->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_serve(scene->rig, "192.0.2.2", RIG_LEAF_ONLY);
	rig_restart(scene->rig, 3600);
	rig_run(scene->rig, INTERVAL);
	assert_int_equal(rig_count(scene->rig, EVENT_CHAIN_REGRESSED), 1);
	assert_non_null(rig_event(scene->rig, EVENT_CHAIN_REGRESSED)->before);
	assert_int_equal(rig_count(scene->rig, EVENT_FIRST_PASS), 1);
}

static void
the_first_of_two_clean_looks_counts_over_a_restart(void **state)
{
	struct scene *scene = *state;
	struct rig *rig = scene->rig;
	unsigned looks;

	break_it(scene);
	rig_serve(rig, "192.0.2.1", RIG_GOOD);
	rig_serve(rig, "192.0.2.2", RIG_GOOD);
	looks = rig_looks(rig, "192.0.2.1");
	while (rig_looks(rig, "192.0.2.1") == looks)
		rig_run(rig, 1);
	rig_run(rig, 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 0);
	rig_restart(rig, 5);
	/* The second look was planned within the minute, and still is. */
	rig_run(rig, 60);
	assert_true(rig_looks(rig, "192.0.2.1") >= looks + 2);
}

static void
sequences_go_on_and_ids_stay_unique(void **state)
{
	struct scene *scene = *state;
	const struct event *last;
	uint64_t sequence;

	break_it(scene);
	last = scene->rig->events.items[scene->rig->events.len - 1];
	sequence = last->sequence;
	rig_serve(scene->rig, "192.0.2.1", RIG_GOOD);
	rig_serve(scene->rig, "192.0.2.2", RIG_GOOD);
	rig_restart(scene->rig, 60);
	rig_run(scene->rig, 2 * INTERVAL);
	for (size_t i = 1; i < scene->rig->events.len; i++)
		assert_true(scene->rig->events.items[i]->sequence >
		    scene->rig->events.items[i - 1]->sequence);
	last = scene->rig->events.items[scene->rig->events.len - 1];
	assert_true(last->sequence > sequence);
}

static void
looks_stay_due_when_they_were(void **state)
{
	struct scene *scene = *state;
	struct rig *rig = scene->rig;
	unsigned looks;
	int64_t due_s;

	rig_run(rig, 2 * INTERVAL);
	looks = rig_looks(rig, "192.0.2.1");
	due_s = rig_look_at_s(rig, "192.0.2.1", looks - 1) + INTERVAL;
	rig_restart(rig, 1);
	rig_run(rig, INTERVAL);
	assert_in_range(
	    rig_look_at_s(rig, "192.0.2.1", looks), due_s - 1, due_s + 7);
}

static void
overdue_looks_are_spread(void **state)
{
	struct scene *scene = *state;
	struct rig *rig = scene->rig;
	char host[64], address[64];
	unsigned before, in_a_second = 0, most = 0;
	int64_t second = -1;

	for (int i = 0; i < 200; i++) {
		snprintf(host, sizeof host, "h%d.example.test", i);
		snprintf(address, sizeof address, "198.51.100.%d", i);
		rig_endpoint(rig, host, address, INTERVAL);
	}
	rig_apply(rig);
	rig_run(rig, 2 * INTERVAL);
	rig_restart(rig, 86400);
	before = (unsigned)rig->looks.len;
	rig_run(rig, 60);
	assert_true(rig->looks.len >= before + 200);
	for (size_t i = before; i < rig->looks.len; i++) {
		if (rig->looks.items[i].at_ms / 1000 != second)
			in_a_second = 0;
		second = rig->looks.items[i].at_ms / 1000;
		if (++in_a_second > most)
			most = in_a_second;
	}
	assert_in_range(most, 1, 40);
}

static void
only_what_is_new_is_in_the_summary(void **state)
{
	struct scene *scene = *state;
	struct rig *rig = scene->rig;
	const struct event *summary;

	break_it(scene);
	rig_endpoint(rig, "new.example.test", "192.0.2.9", INTERVAL);
	rig_serve(rig, "192.0.2.9", RIG_LEAF_ONLY);
	rig_restart(rig, 60);
	rig_run(rig, INTERVAL);
	assert_int_equal(rig_count(rig, EVENT_FIRST_PASS), 2);
	summary = rig_event(rig, EVENT_FIRST_PASS);
	assert_non_null(strstr(summary->text, "1 endpoint"));
	assert_non_null(strstr(summary->text, "new.example.test"));
	assert_null(strstr(summary->text, "www.example.test"));
}

static void
what_left_the_configuration_ends_with_a_reason(void **state)
{
	struct scene *scene = *state;
	const struct event *resolved;

	break_it(scene);
	rig_forget_endpoints(scene->rig);
	rig_endpoint(scene->rig, "other.example.test", "192.0.2.7", INTERVAL);
	rig_restart(scene->rig, 60);
	rig_run(scene->rig, 10);
	resolved = rig_event(scene->rig, EVENT_INCIDENT_RESOLVED);
	assert_non_null(strstr(resolved->text, "no longer watched"));
	assert_string_equal(resolved->endpoint->id, "www.example.test:443");
	assert_string_equal(resolved->endpoint->host.text, "www.example.test");
	rig_restart(scene->rig, 60);
	rig_run(scene->rig, 10);
	assert_int_equal(rig_count(scene->rig, EVENT_INCIDENT_RESOLVED), 1);
}

static void
a_host_that_stays_down_is_told_once(void **state)
{
	struct scene *scene = *state;
	struct rig *rig = scene->rig;

	rig_run(rig, INTERVAL);
	rig_serve(rig, "192.0.2.1", RIG_REFUSED);
	rig_serve(rig, "192.0.2.2", RIG_REFUSED);
	rig_run(rig, 3 * INTERVAL);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 1);
	rig_restart(rig, 60);
	rig_run(rig, 3 * INTERVAL);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 1);
	rig_serve(rig, "192.0.2.1", RIG_GOOD);
	rig_serve(rig, "192.0.2.2", RIG_GOOD);
	rig_run(rig, 2 * INTERVAL);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 1);
}

static void
a_restart_within_the_first_pass_goes_on_with_it(void **state)
{
	struct scene *scene = *state;
	struct rig *rig = scene->rig;

	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	while (rig_looks(rig, "192.0.2.1") == 0 &&
	    rig_looks(rig, "192.0.2.2") == 0)
		rig_run(rig, 1);
	assert_int_equal(rig_count(rig, EVENT_FIRST_PASS), 0);
	rig_restart(rig, 5);
	rig_run(rig, INTERVAL);
	assert_int_equal(rig_count(rig, EVENT_FIRST_PASS), 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_int_equal(
	    rig_event(rig, EVENT_FIRST_PASS)->severity, SEVERITY_CRITICAL);
}

/* Whichever run saw them: who is down when it ends is in the one summary. */
static void
a_first_pass_without_a_network_is_told_once_over_a_restart(void **state)
{
	struct scene *scene = *state;
	struct rig *rig = scene->rig;
	char host[32], address[32];

	for (int i = 1; i <= 6; i++) {
		snprintf(host, sizeof host, "h%d.example.test", i);
		snprintf(address, sizeof address, "198.51.%d.1", i);
		rig_endpoint(rig, host, address, INTERVAL);
		rig_serve(rig, address, RIG_REFUSED);
	}
	rig_serve(rig, "192.0.2.1", RIG_REFUSED);
	rig_serve(rig, "192.0.2.2", RIG_REFUSED);
	rig_apply(rig);
	rig_run(rig, 120);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 1);
	rig_restart(rig, 5);
	rig_run(rig, 60);
	assert_int_equal(rig_count(rig, EVENT_FIRST_PASS), 0);
	for (int i = 2; i <= 6; i++) {
		snprintf(address, sizeof address, "198.51.%d.1", i);
		rig_serve(rig, address, RIG_GOOD);
	}
	rig_run(rig, 2 * INTERVAL);
	assert_non_null(strstr(
	    rig_event(rig, EVENT_FIRST_PASS)->text, "5 fine, 2 unreachable"));
	rig_run(rig, 20 * INTERVAL);
	assert_int_equal(rig_count(rig, EVENT_FIRST_PASS), 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_int_equal(fleet_incident_count(rig->fleet), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_fine_is_told_no_second_time),
	    TEST(what_was_open_is_open_and_not_told_again),
	    TEST(what_was_repaired_meanwhile_ends),
	    TEST(what_broke_meanwhile_is_a_regression_from_what_was_known),
	    TEST(the_first_of_two_clean_looks_counts_over_a_restart),
	    TEST(sequences_go_on_and_ids_stay_unique),
	    TEST(looks_stay_due_when_they_were),
	    TEST(overdue_looks_are_spread),
	    TEST(only_what_is_new_is_in_the_summary),
	    TEST(what_left_the_configuration_ends_with_a_reason),
	    TEST(a_host_that_stays_down_is_told_once),
	    TEST(a_restart_within_the_first_pass_goes_on_with_it),
	    TEST(a_first_pass_without_a_network_is_told_once_over_a_restart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
