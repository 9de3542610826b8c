/* One heap and one timer: what is due is looked at, in time, or it is said. */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "monitor/look_tally.h"
#include "support/monitor_rig.h"

static void
each_target_is_looked_at_once_an_interval(void **state)
{
	struct rig *rig = *state;

	rig_endpoint(rig, "www.example.test", "192.0.2.1 192.0.2.2", 300);
	rig_apply(rig);
	rig_run(rig, 24 * 3600);
	for (unsigned n = 2; n < 280; n++) {
		assert_int_equal(rig_look_at_s(rig, "192.0.2.1", n) -
			rig_look_at_s(rig, "192.0.2.1", n - 1),
		    300);
		assert_int_equal(rig_look_at_s(rig, "192.0.2.2", n) -
			rig_look_at_s(rig, "192.0.2.2", n - 1),
		    300);
	}
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 0);
}

static void
what_is_due_and_not_started_is_overdue(void **state)
{
	struct rig *rig = *state;

	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_apply(rig);
	rig_run(rig, 1000);
	assert_int_equal(monitor_counts(rig->monitor).overdue_ms, 0);
	fake_loop_stall(rig->loop, 900000);
	assert_in_range(
	    monitor_counts(rig->monitor).overdue_ms, 600000, 900000);
	rig_run(rig, 1);
	assert_int_equal(monitor_counts(rig->monitor).overdue_ms, 0);
}

static void
the_first_pass_is_spread(void **state)
{
	struct rig *rig = *state;
	unsigned early = 0;

	for (unsigned i = 0; i < 200; i++) {
		char host[32], address[32];

		snprintf(host, sizeof host, "h%u.example.test", i);
		snprintf(address, sizeof address, "192.0.2.%u", i);
		rig_endpoint(rig, host, address, 3600);
	}
	rig_apply(rig);
	rig_run(rig, monitor_options_default.spread_ms / 1000 + 1);
	for (unsigned i = 0; i < 200; i++) {
		char address[32];

		snprintf(address, sizeof address, "192.0.2.%u", i);
		early += rig_look_at_s(rig, address, 0) <
		    monitor_options_default.spread_ms / 10000;
	}
	assert_in_range(early, 5, 60); /* a tenth of them, about */
}

static void
an_endpoint_with_a_bad_chain_is_in_the_summary(void **state)
{
	struct rig *rig = *state;
	const struct event *event;

	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_apply(rig);
	rig_run(rig, 100);
	event = rig_event(rig, EVENT_FIRST_PASS);
	assert_non_null(event->text);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 1);
}

static void
a_renewal_without_its_chain_is_told_within_one_interval(void **state)
{
	struct rig *rig = *state;
	const struct event *event;

	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_apply(rig);
	rig_run(rig, 1000);
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(rig, 300);
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	event = rig_event(rig, EVENT_CHAIN_REGRESSED);
	assert_non_null(event->before);
	assert_non_null(event->after);
	assert_int_equal(event->places.len, 1);

	rig_serve(rig, "192.0.2.1", RIG_GOOD);
	rig_run(rig, 400);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 1);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 0);
}

static void
an_event_carries_the_whole_report_with_what_to_serve(void **state)
{
	struct rig *rig = *state;
	const struct event *event;

	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_apply(rig);
	rig_run(rig, 1000);
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(rig, 300);
	event = rig_event(rig, EVENT_CHAIN_REGRESSED);
	assert_non_null(event->report);
	assert_non_null(event->report->suggested);
	assert_true(event->report->is_suggested_complete);
	assert_non_null(event->detail);
}

static void
the_same_event_of_a_second_endpoint_has_a_report_too(void **state)
{
	struct rig *rig = *state;
	unsigned with_report = 0;

	/* The memo answers for the second address of each. */
	rig_endpoint(
	    rig, "www.example.test", "192.0.2.1 192.0.2.2 192.0.2.3", 300);
	rig_apply(rig);
	rig_run(rig, 1000);
	rig_serve(rig, "192.0.2.2", RIG_LEAF_ONLY);
	rig_run(rig, 600);
	rig_serve(rig, "192.0.2.3", RIG_LEAF_ONLY);
	rig_run(rig, 600);
	ARRAY_EACH (event, &rig->events) {
		if ((*event)->kind == EVENT_FIRST_PASS ||
		    (*event)->kind == EVENT_INCIDENT_RESOLVED)
			continue;
		assert_non_null((*event)->report);
		with_report++;
	}
	assert_true(with_report > 0);
}

static void
probing_late_is_said_once_and_taken_back(void **state)
{
	struct rig *rig = *state;
	const struct event *event;

	rig_endpoint(rig, "www.example.test", "192.0.2.1 192.0.2.2", 30);
	rig_apply(rig);
	rig_run(rig, 300);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 0);
	fake_loop_stall(rig->loop, 120 * 1000);
	rig_run(rig, 20);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 1);
	event = rig_event(rig, EVENT_MONITOR_FAULT);
	assert_int_equal(event->finding, FINDING_PROBING_LATE);
	assert_int_equal(event->severity, SEVERITY_CRITICAL);
	assert_true(monitor_counts(rig->monitor).worst_lag_ms > 60000);
	/* both are beyond the last bucket, whoever looks at the whole */
	assert_int_equal(
	    monitor_look_tally(rig->monitor)->late.counts[HISTOGRAM_BUCKETS],
	    2);
	rig_run(rig, 300);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 2);
	event = rig_event(rig, EVENT_MONITOR_FAULT);
	assert_int_equal(event->severity, SEVERITY_OK);
}

static void
mark_stopped(void *arg)
{
	bool *is_stopped = arg;

	*is_stopped = true;
}

static void
stopping_tells_the_last_event_and_nothing_after(void **state)
{
	struct rig *rig = *state;
	bool is_stopped = false;
	size_t looks;

	rig_endpoint(rig, "www.example.test", "192.0.2.1", 60);
	rig_apply(rig);
	rig_run(rig, 200);
	looks = rig->looks.len;
	monitor_stop(rig->monitor,
	    event_new(EVENT_MONITOR_STOPPED, clock_wall_s(&rig->clock)),
	    mark_stopped, &is_stopped);
	assert_false(is_stopped);
	rig_run(rig, 1000);
	assert_true(is_stopped);
	assert_int_equal(rig->looks.len, looks);
	assert_int_equal(rig->events.items[rig->events.len - 1]->kind,
	    EVENT_MONITOR_STOPPED);
}

static void
it_can_be_freed_with_everything_under_way(void **state)
{
	struct rig *rig = *state;

	fake_resolve_set(rig->resolver, "dns.example.test", "192.0.2.9", 60);
	rig_endpoint(rig, "dns.example.test", "", 60);
	rig_endpoint(rig, "www.example.test", "192.0.2.1 192.0.2.2", 60);
	rig_apply(rig);
	fake_probe_set_duration(rig->prober, 100000);
	rig_run(rig, 31);
	/* Two or three probes run; a question may be open. */
	assert_true(prober_counts(rig->prober).dialing > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(each_target_is_looked_at_once_an_interval),
	    RIG_TEST(what_is_due_and_not_started_is_overdue),
	    RIG_TEST(the_first_pass_is_spread),
	    RIG_TEST(an_endpoint_with_a_bad_chain_is_in_the_summary),
	    RIG_TEST(a_renewal_without_its_chain_is_told_within_one_interval),
	    RIG_TEST(an_event_carries_the_whole_report_with_what_to_serve),
	    RIG_TEST(the_same_event_of_a_second_endpoint_has_a_report_too),
	    RIG_TEST(probing_late_is_said_once_and_taken_back),
	    RIG_TEST(stopping_tells_the_last_event_and_nothing_after),
	    RIG_TEST(it_can_be_freed_with_everything_under_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
