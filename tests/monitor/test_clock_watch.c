/* The wall clock is moved under a running monitor. */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/fake_resolve.h"
#include "support/monitor_rig.h"

#define DAY_MS (86400 * 1000LL)

static struct clock_sync
nobody_keeps_it(void)
{
	return (struct clock_sync){.is_known = true};
}

static void
watch_one(struct rig *rig)
{
	rig->read_clock_sync = nobody_keeps_it;
	rig_stop_monitor(rig);
	rig_start_monitor(rig);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_apply(rig);
	rig_run(rig, 3600);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 0);
}

/* In an hour at every 300 s. */
static void
looks_go_on(struct rig *rig)
{
	unsigned before = rig_looks(rig, "192.0.2.1");

	rig_run(rig, 3600);
	assert_in_range(rig_looks(rig, "192.0.2.1") - before, 11, 14);
}

static void
a_day_ahead_and_back_neither_hurries_nor_holds_up_looks(void **state)
{
	struct rig *rig = *state;

	watch_one(rig);
	rig->wall_skew_ms = DAY_MS;
	looks_go_on(rig);
	rig->wall_skew_ms = 0;
	looks_go_on(rig);
	rig->wall_skew_ms = -DAY_MS;
	looks_go_on(rig);
	rig->wall_skew_ms = 0;
	looks_go_on(rig);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 4);
	assert_int_equal(rig_event(rig, EVENT_MONITOR_FAULT)->finding,
	    FINDING_CLOCK_SUSPECT);
	assert_int_equal(
	    rig_event(rig, EVENT_MONITOR_FAULT)->severity, SEVERITY_OK);
}

static void
centuries_ahead_nothing_is_expired(void **state)
{
	struct rig *rig = *state;

	watch_one(rig);
	rig->wall_skew_ms = 365 * 100 * DAY_MS;
	looks_go_on(rig);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	rig->wall_skew_ms = 0;
	looks_go_on(rig);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 0);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 2);
}

/* Or what was answered before it went back would hold for as long again. */
static void
names_are_asked_for_anew_when_it_was_set(void **state)
{
	struct rig *rig = *state;

	watch_one(rig);
	assert_int_equal(fake_resolve_forgets(rig->resolver), 0);
	rig->wall_skew_ms = -DAY_MS;
	rig_run(rig, 3600);
	assert_int_equal(fake_resolve_forgets(rig->resolver), 1);
	rig->wall_skew_ms = 0;
	rig_run(rig, 3600);
	assert_int_equal(fake_resolve_forgets(rig->resolver), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(a_day_ahead_and_back_neither_hurries_nor_holds_up_looks),
	    RIG_TEST(centuries_ahead_nothing_is_expired),
	    RIG_TEST(names_are_asked_for_anew_when_it_was_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
