/*
 * The daemon's stories over restarts, failing disks and jumping clocks: the
 * real monitor, fleet and store, in virtual time.
 */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/kept_rig.h"

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

/* Three endpoints, one of which the stories are about; looked at twice. */
static struct kept_rig *
begin(void **state)
{
	struct kept_rig *kept = *state;

	rig_endpoint(kept->rig, "shop.test", "192.0.2.1", 10 * MINUTE);
	rig_endpoint(kept->rig, "mail.test", "192.0.2.2", 10 * MINUTE);
	rig_endpoint(kept->rig, "git.test", "192.0.2.3", 10 * MINUTE);
	kept_rig_start(kept);
	rig_run(kept->rig, 20 * MINUTE);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_REGRESSED), 0);
	return kept;
}

static void
regress(struct kept_rig *kept)
{
	rig_serve(kept->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(kept->rig, 12 * MINUTE);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_REGRESSED), 1);
}

static void
repair(struct kept_rig *kept)
{
	rig_serve(kept->rig, "192.0.2.1", RIG_GOOD);
	rig_run(kept->rig, 12 * MINUTE);
}

static void
is_resolved(struct kept_rig *kept)
{
	const struct event *opened =
	    rig_event(kept->rig, EVENT_CHAIN_REGRESSED);
	const struct event *resolved =
	    rig_event(kept->rig, EVENT_INCIDENT_RESOLVED);

	assert_int_equal(rig_count(kept->rig, EVENT_INCIDENT_RESOLVED), 1);
	assert_string_equal(opened->incident.id, resolved->incident.id);
	assert_int_equal(
	    kept_rig_ask(kept,
		"SELECT count(*) FROM incident WHERE resolved_at IS NULL"),
	    0);
}

static void
a_restart_amid_an_incident_neither_forgets_nor_tells_again(void **state)
{
	struct kept_rig *kept = begin(state);
	size_t told;

	regress(kept);
	told = kept->rig->events.len;
	for (int i = 0; i < 5; i++) {
		kept_rig_stop(kept);
		rig_run(kept->rig, 7 * MINUTE);
		kept_rig_start(kept);
		rig_run(kept->rig, 25 * MINUTE);
		assert_int_equal(kept->rig->events.len, told);
	}
	repair(kept);
	is_resolved(kept);
	kept_rig_told_is_stored(kept);
}

static void
so_does_one_by_sigkill(void **state)
{
	struct kept_rig *kept = begin(state);
	size_t told;

	regress(kept);
	told = kept->rig->events.len;
	for (int i = 0; i < 5; i++) {
		kept_rig_kill(kept);
		kept_rig_start(kept);
		rig_run(kept->rig, 13 * MINUTE);
		assert_int_equal(kept->rig->events.len, told);
	}
	repair(kept);
	is_resolved(kept);
	kept_rig_told_is_stored(kept);
}

#define FLEET 200

static void
serve_fleet(struct kept_rig *kept, unsigned from, enum rig_serves serves)
{
	char address[32];

	for (unsigned i = from; i < FLEET; i++) {
		snprintf(address, sizeof address, "10.1.%u.1", i);
		rig_serve(kept->rig, address, serves);
	}
}

/* What somebody is alarmed by. */
static unsigned
count_alerts(const struct kept_rig *kept)
{
	return rig_count(kept->rig, EVENT_INCIDENT_OPENED) +
	    rig_count(kept->rig, EVENT_CHAIN_REGRESSED);
}

static const struct incident *
only_incident(const struct kept_rig *kept)
{
	assert_int_equal(fleet_incident_count(kept->rig->fleet), 1);
	return fleet_incident_at(kept->rig->fleet, 0);
}

/* One certificate at fault under hundreds; the monitor is killed amid it. */
static void
one_certificate_under_a_fleet_is_one_alert_over_a_kill(void **state)
{
	struct kept_rig *kept = *state;
	char host[32], address[32], id[EVENT_ID_LEN + 1];

	for (unsigned i = 0; i < FLEET; i++) {
		snprintf(host, sizeof host, "h%u.fleet.test", i);
		snprintf(address, sizeof address, "10.1.%u.1", i);
		rig_endpoint(kept->rig, host, address, 10 * MINUTE);
	}
	kept_rig_start(kept);
	rig_run(kept->rig, 25 * MINUTE);
	serve_fleet(kept, 0, RIG_SHARED);
	rig_run(kept->rig, 15 * MINUTE);
	assert_int_equal(count_alerts(kept), 1);
	assert_int_equal(only_incident(kept)->endpoint_count, FLEET);
	snprintf(id, sizeof id, "%s", only_incident(kept)->id);

	kept_rig_kill(kept);
	rig_run(kept->rig, 7 * MINUTE);
	kept_rig_start(kept);
	assert_int_equal(only_incident(kept)->endpoint_count, FLEET);
	rig_run(kept->rig, 25 * MINUTE);
	assert_int_equal(count_alerts(kept), 1);
	assert_string_equal(only_incident(kept)->id, id);

	serve_fleet(kept, FLEET / 2, RIG_GOOD);
	rig_run(kept->rig, 25 * MINUTE);
	assert_int_equal(only_incident(kept)->endpoint_count, FLEET / 2);
	assert_int_equal(rig_count(kept->rig, EVENT_INCIDENT_RESOLVED), 0);
	kept_rig_kill(kept);
	kept_rig_start(kept);
	assert_int_equal(only_incident(kept)->endpoint_count, FLEET / 2);
	serve_fleet(kept, 0, RIG_GOOD);
	rig_run(kept->rig, 25 * MINUTE);
	assert_int_equal(count_alerts(kept), 1);
	is_resolved(kept);
}

/* Openings are counted for a day, in the store as well. */
static void
what_comes_and_goes_no_more_leaves_the_store(void **state)
{
	struct kept_rig *kept = begin(state);

	regress(kept);
	repair(kept);
	assert_int_equal(kept_rig_ask(kept, "SELECT count(*) FROM flap"), 1);
	rig_run(kept->rig, DAY + HOUR);
	assert_int_equal(kept_rig_ask(kept, "SELECT count(*) FROM flap"), 0);
}

/* Some hours of one server that is repaired and breaks again, and of another
 * that cannot be reached for a while. */
static void
play_story(struct kept_rig *kept, bool is_killed)
{
	for (int i = 0; i < 400; i++) {
		switch (i % 100) {
		case 10:
			rig_serve(kept->rig, "192.0.2.1", RIG_LEAF_ONLY);
			break;
		case 30: rig_serve(kept->rig, "192.0.2.2", RIG_REFUSED); break;
		case 60: rig_serve(kept->rig, "192.0.2.1", RIG_GOOD); break;
		case 80: rig_serve(kept->rig, "192.0.2.2", RIG_GOOD); break;
		}
		fake_loop_run_for(kept->rig->loop, 40000 + i * 37);
		if (!is_killed)
			continue;
		kept_rig_kill(kept);
		kept_rig_start(kept);
	}
	/* Long enough for "alternates between chains" to end, too. */
	rig_run(kept->rig, DAY);
	assert_int_equal(kept_rig_ask(kept,
			     "SELECT count(*) FROM incident "
			     "WHERE resolved_at IS NULL"),
	    0);
	kept_rig_told_is_stored(kept);
	assert_true(kept_rig_is_whole(kept));
}

/* Nothing is told that is not stored, and it is the same story. */
static void
killed_every_minute_it_tells_what_it_tells_unkilled(void **state)
{
	unsigned told[2][EVENT_KIND_COUNT];

	for (int is_killed = 0; is_killed < 2; is_killed++) {
		struct kept_rig *kept = begin(state);

		play_story(kept, is_killed);
		for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
			told[is_killed][kind] = rig_count(kept->rig, kind);
		kept_rig_tear_down(state);
		kept_rig_set_up(state);
	}
	for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
		if (told[0][kind] != told[1][kind])
			fail_msg("%s: %u, and %u when killed",
			    names_text(&event_kind_names, kind), told[0][kind],
			    told[1][kind]);
	}
	assert_true(told[0][EVENT_CHAIN_REGRESSED] >= 2);
	assert_true(told[0][EVENT_INCIDENT_RESOLVED] >= 3);
}

static void
what_ended_while_it_was_down_resolves(void **state)
{
	struct kept_rig *kept = begin(state);

	regress(kept);
	kept_rig_kill(kept);
	rig_serve(kept->rig, "192.0.2.1", RIG_GOOD);
	rig_run(kept->rig, DAY);
	kept_rig_start(kept);
	rig_run(kept->rig, 15 * MINUTE);
	is_resolved(kept);
}

static void
what_broke_while_it_was_down_is_told(void **state)
{
	struct kept_rig *kept = begin(state);

	kept_rig_stop(kept);
	rig_serve(kept->rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(kept->rig, DAY);
	kept_rig_start(kept);
	rig_run(kept->rig, 12 * MINUTE);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_REGRESSED), 1);
	assert_int_equal(rig_count(kept->rig, EVENT_FIRST_PASS), 1);
}

static void
what_is_not_watched_any_more_ends_at_the_start(void **state)
{
	struct kept_rig *kept = begin(state);

	regress(kept);
	kept_rig_stop(kept);
	rig_forget_endpoints(kept->rig);
	rig_endpoint(kept->rig, "mail.test", "192.0.2.2", 10 * MINUTE);
	kept_rig_start(kept);
	rig_run(kept->rig, 1);
	is_resolved(kept);
}

/* --- due times --------------------------------------------------------------
 */

static void
begin_hundred(struct kept_rig *kept)
{
	for (unsigned i = 1; i <= 100; i++) {
		char host[32], address[32];

		snprintf(host, sizeof host, "h%u.test", i);
		snprintf(address, sizeof address, "198.51.100.%u", i);
		rig_endpoint(kept->rig, host, address, HOUR);
	}
	kept_rig_start(kept);
	rig_run(kept->rig, 2 * HOUR);
}

static size_t
looks_within(struct kept_rig *kept, int64_t seconds)
{
	size_t before = kept->rig->looks.len;

	rig_run(kept->rig, seconds);
	return kept->rig->looks.len - before;
}

static void
a_restart_keeps_what_was_due(void **state)
{
	struct kept_rig *kept = *state;
	size_t before;

	begin_hundred(kept);
	before = kept->rig->looks.len;
	for (int i = 0; i < 10; i++) {
		size_t looks;

		kept_rig_kill(kept);
		kept_rig_start(kept);
		looks = looks_within(kept, 6 * MINUTE);
		assert_in_range(looks, 1, 30);
	}
	/* Ten tenths of an hour: each address once. */
	assert_in_range(kept->rig->looks.len - before, 95, 105);
}

static void
what_was_due_meanwhile_comes_spread(void **state)
{
	struct kept_rig *kept = *state;
	size_t all = 0;
	unsigned before;

	begin_hundred(kept);
	before = rig_looks(kept->rig, "198.51.100.7");
	kept_rig_stop(kept);
	rig_run(kept->rig, 3 * DAY);
	kept_rig_start(kept);
	for (int i = 0; i < 60; i++) {
		size_t looks = looks_within(kept, 1);

		assert_true(looks <= 12);
		all += looks;
	}
	assert_true(all >= 50);
	rig_run(kept->rig, HOUR);
	assert_int_equal(rig_count(kept->rig, EVENT_FIRST_PASS), 1);
	assert_int_equal(rig_looks(kept->rig, "198.51.100.7") - before, 2);
}

/* --- clocks that jump
 * --------------------------------------------------------- */

static void
jump(struct kept_rig *kept, int64_t seconds)
{
	kept->rig->wall_skew_ms += seconds * 1000;
}

/* The certificates are good for some weeks: half a year ahead they are not, and
 * that is said; so the jumps are shorter. */
static void
a_clock_that_jumps_ahead_changes_nothing(void **state)
{
	struct kept_rig *kept = begin(state);
	unsigned before;

	regress(kept);
	before = rig_looks(kept->rig, "192.0.2.2");
	jump(kept, 20 * DAY);
	rig_run(kept->rig, HOUR);
	assert_in_range(rig_looks(kept->rig, "192.0.2.2") - before, 5, 8);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_REGRESSED), 1);
	repair(kept);
	is_resolved(kept);
}

static void
a_clock_that_is_set_back_changes_nothing(void **state)
{
	struct kept_rig *kept = begin(state);
	unsigned before;

	regress(kept);
	before = rig_looks(kept->rig, "192.0.2.2");
	jump(kept, -2 * DAY);
	rig_run(kept->rig, HOUR);
	assert_in_range(rig_looks(kept->rig, "192.0.2.2") - before, 5, 8);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_REGRESSED), 1);
	repair(kept);
	is_resolved(kept);
	kept_rig_told_is_stored(kept);
}

/* What is due in the file is then days away. */
static void
a_clock_set_back_while_it_was_down_stops_nothing(void **state)
{
	struct kept_rig *kept = begin(state);
	unsigned before;

	regress(kept);
	kept_rig_kill(kept);
	jump(kept, -5 * DAY);
	kept_rig_start(kept);
	before = rig_looks(kept->rig, "192.0.2.2");
	rig_run(kept->rig, HOUR);
	assert_in_range(rig_looks(kept->rig, "192.0.2.2") - before, 5, 8);
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_REGRESSED), 1);
	repair(kept);
	is_resolved(kept);
}

static void
a_clock_set_ahead_while_it_was_down_makes_no_storm(void **state)
{
	struct kept_rig *kept = *state;

	begin_hundred(kept);
	kept_rig_kill(kept);
	jump(kept, 20 * DAY);
	kept_rig_start(kept);
	for (int i = 0; i < 60; i++)
		assert_true(looks_within(kept, 1) <= 12);
	assert_int_equal(rig_count(kept->rig, EVENT_FIRST_PASS), 1);
}

/* --- a store that fails
 * -------------------------------------------------------- */

static const enum fault store_faults[] = {
    FAULT_FULL, FAULT_WRITE, FAULT_SHORT_WRITE, FAULT_SYNC};
#define STORE_FAULTS (sizeof store_faults / sizeof store_faults[0])

static const struct event *
last_fault(struct kept_rig *kept)
{
	const struct event *event = rig_event(kept->rig, EVENT_MONITOR_FAULT);

	assert_int_equal(event->finding, FINDING_STORE_FAILING);
	return event;
}

static void
while_the_store_fails_it_watches_and_tells(void **state)
{
	for (size_t i = 0; i < STORE_FAULTS; i++) {
		struct kept_rig *kept = begin(state);
		const struct event *event;
		size_t told;

		told = kept->rig->events.len;
		fault_vfs_set(store_faults[i], 0, -1);
		regress(kept);
		event = rig_event(kept->rig, EVENT_CHAIN_REGRESSED);
		assert_true(event->is_unstored);
		assert_int_equal(strlen(event->id), EVENT_ID_LEN);
		assert_true(last_fault(kept)->is_unstored);
		assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 1);
		repair(kept);
		assert_int_equal(
		    rig_count(kept->rig, EVENT_INCIDENT_RESOLVED), 1);
		assert_int_equal(
		    kept_rig_ask(kept, "SELECT count(*) FROM event"), told);

		fault_vfs_heal();
		rig_run(kept->rig, 10 * MINUTE);
		kept_rig_told_is_stored(kept);
		assert_true(kept_rig_is_whole(kept));
		kept_rig_tear_down(state);
		kept_rig_set_up(state);
	}
}

/* The fault comes and goes, all day. */
static void
a_disk_that_fails_now_and_then_loses_nothing(void **state)
{
	for (size_t i = 0; i < STORE_FAULTS; i++) {
		struct kept_rig *kept = begin(state);

		for (int hour = 0; hour < 24; hour++) {
			fault_vfs_set(store_faults[i], hour % 7, hour % 5 * 4);
			rig_serve(kept->rig, "192.0.2.1",
			    hour % 2 == 0 ? RIG_LEAF_ONLY : RIG_GOOD);
			rig_run(kept->rig, HOUR);
		}
		fault_vfs_heal();
		rig_run(kept->rig, 10 * MINUTE);
		assert_true(rig_count(kept->rig, EVENT_INCIDENT_RESOLVED) > 0);
		kept_rig_told_is_stored(kept);
		assert_true(kept_rig_is_whole(kept));
		kept_rig_tear_down(state);
		kept_rig_set_up(state);
	}
}

/* Waiting does not help then, and what does is said. */
static void
a_store_that_is_found_corrupt_wants_a_restart(void **state)
{
	struct kept_rig *kept = begin(state);
	struct error err = ERROR_INIT;
	size_t told;

	error_set(&err, ERROR_SYSTEM, "disk full");
	monitor_store_changed(kept->rig->monitor, true, &err);
	rig_run(kept->rig, 1);
	assert_null(strstr(last_fault(kept)->text, "restart"));
	error_set(&err, ERROR_INVALID, "malformed");
	monitor_store_changed(kept->rig->monitor, true, &err);
	rig_run(kept->rig, 1);
	assert_non_null(strstr(last_fault(kept)->text, "corrupt"));
	assert_non_null(strstr(last_fault(kept)->text, "a restart sets it"));
	assert_string_equal(last_fault(kept)->detail, "malformed");
	told = kept->rig->events.len;
	/* That passes, this does not. */
	monitor_store_changed(kept->rig->monitor, false, &err);
	error_set(&err, ERROR_SYSTEM, "disk full");
	monitor_store_changed(kept->rig->monitor, true, &err);
	rig_run(kept->rig, 1);
	assert_int_equal(kept->rig->events.len, told);
}

static void
killed_while_the_store_fails_it_begins_where_it_could_write(void **state)
{
	struct kept_rig *kept = begin(state);
	size_t stored = kept->rig->events.len;

	fault_vfs_set(FAULT_FULL, 0, -1);
	regress(kept);
	kept_rig_kill(kept);
	assert_true(kept_rig_is_whole(kept));
	assert_int_equal(
	    kept_rig_ask(kept, "SELECT count(*) FROM event"), stored);
	kept_rig_start(kept);
	rig_run(kept->rig, 12 * MINUTE);
	/* It was told and not stored, so it is told again, and stored. */
	assert_int_equal(rig_count(kept->rig, EVENT_CHAIN_REGRESSED), 2);
	repair(kept);
	assert_int_equal(rig_count(kept->rig, EVENT_INCIDENT_RESOLVED), 1);
	assert_int_equal(
	    kept_rig_ask(kept,
		"SELECT count(*) FROM event WHERE kind = 'chain-regressed'"),
	    1);
}

/* All that was ever told, of every run. */
static void
numbers_differ(const struct kept_rig *kept)
{
	ARRAY_EACH (event, &kept->rig->events) {
		ARRAY_EACH (other, &kept->rig->events) {
			if (other == event)
				break;
			assert_true((*other)->sequence < (*event)->sequence);
		}
	}
}

static void
numbers_told_while_the_store_failed_are_never_given_again(void **state)
{
	for (size_t i = 0; i < STORE_FAULTS; i++) {
		struct kept_rig *kept = begin(state);

		for (int kill = 0; kill < 5; kill++) {
			fault_vfs_set(store_faults[i], 0, -1);
			rig_serve(kept->rig, "192.0.2.1",
			    kill % 2 == 0 ? RIG_LEAF_ONLY : RIG_GOOD);
			rig_run(kept->rig, 30 * MINUTE);
			kept_rig_kill(kept);
			kept_rig_start(kept);
			rig_run(kept->rig, 30 * MINUTE);
		}
		numbers_differ(kept);
		kept_rig_tear_down(state);
		kept_rig_set_up(state);
	}
}

static void
after_an_orderly_end_numbers_go_on_without_a_gap(void **state)
{
	struct kept_rig *kept = begin(state);
	uint64_t last;

	regress(kept);
	last = kept->rig->events.items[kept->rig->events.len - 1]->sequence;
	assert_int_equal(last, kept->rig->events.len);
	kept_rig_stop(kept);
	kept_rig_start(kept);
	repair(kept);
	ARRAY_EACH (event, &kept->rig->events)
		assert_int_equal((*event)->sequence,
		    (uint64_t)(event - kept->rig->events.items) + 1);
	assert_true(kept->rig->events.len > last);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    KEPT_TEST(
		a_restart_amid_an_incident_neither_forgets_nor_tells_again),
	    KEPT_TEST(one_certificate_under_a_fleet_is_one_alert_over_a_kill),
	    KEPT_TEST(so_does_one_by_sigkill),
	    KEPT_TEST(what_comes_and_goes_no_more_leaves_the_store),
	    KEPT_TEST(killed_every_minute_it_tells_what_it_tells_unkilled),
	    KEPT_TEST(what_ended_while_it_was_down_resolves),
	    KEPT_TEST(what_broke_while_it_was_down_is_told),
	    KEPT_TEST(what_is_not_watched_any_more_ends_at_the_start),
	    KEPT_TEST(a_restart_keeps_what_was_due),
	    KEPT_TEST(what_was_due_meanwhile_comes_spread),
	    KEPT_TEST(a_clock_that_jumps_ahead_changes_nothing),
	    KEPT_TEST(a_clock_that_is_set_back_changes_nothing),
	    KEPT_TEST(a_clock_set_back_while_it_was_down_stops_nothing),
	    KEPT_TEST(a_clock_set_ahead_while_it_was_down_makes_no_storm),
	    KEPT_TEST(while_the_store_fails_it_watches_and_tells),
	    KEPT_TEST(a_disk_that_fails_now_and_then_loses_nothing),
	    KEPT_TEST(a_store_that_is_found_corrupt_wants_a_restart),
	    KEPT_TEST(
		killed_while_the_store_fails_it_begins_where_it_could_write),
	    KEPT_TEST(
		numbers_told_while_the_store_failed_are_never_given_again),
	    KEPT_TEST(after_an_orderly_end_numbers_go_on_without_a_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
