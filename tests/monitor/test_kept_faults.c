/* The monitor's own faults over a restart: told once, and taken back once. */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/monitor_fault.h"
#include "support/kept_rig.h"

static const char *const addresses[] = {"10.0.0.1", "10.0.1.1", "10.0.2.1"};
#define ADDRESSES (sizeof addresses / sizeof addresses[0])

static void
serve_all(struct kept_rig *kept, enum rig_serves serves)
{
	for (size_t i = 0; i < ADDRESSES; i++)
		rig_serve(kept->rig, addresses[i], serves);
}

static void
begin(struct kept_rig *kept)
{
	rig_endpoint(kept->rig, "a.example.test", addresses[0], 300);
	rig_endpoint(kept->rig, "b.example.test", addresses[1], 300);
	rig_endpoint(kept->rig, "c.example.test", addresses[2], 300);
	kept_rig_start(kept);
	rig_run(kept->rig, 1000);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 0);
}

static int64_t
stored(struct kept_rig *kept)
{
	return kept_rig_ask(kept, "SELECT count(*) FROM monitor_fault");
}

static void
an_outage_goes_on_after_a_kill(void **state)
{
	struct kept_rig *kept = *state;

	begin(kept);
	serve_all(kept, RIG_SILENT);
	rig_run(kept->rig, 600);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 1);
	assert_int_equal(stored(kept), 1);
	kept_rig_kill(kept);
	kept_rig_start(kept);
	assert_int_equal(monitor_own_faults(kept->rig->monitor)->len, 1);
	rig_run(kept->rig, 3600);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 1);
	assert_int_equal(rig_count(kept->rig, EVENT_INCIDENT_OPENED), 0);

	serve_all(kept, RIG_GOOD);
	rig_run(kept->rig, 600);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 2);
	assert_int_equal(
	    rig_event(kept->rig, EVENT_MONITOR_FAULT)->severity, SEVERITY_OK);
	assert_int_equal(stored(kept), 0);
	assert_int_equal(monitor_own_faults(kept->rig->monitor)->len, 0);
	kept_rig_told_is_stored(kept);
}

static int64_t
kept_of(struct kept_rig *kept, const char *of, const char *column)
{
	CLEANUP(free)
	char *sql =
	    mem_printf("SELECT %s FROM outage WHERE name = '%s'", column, of);

	return kept_rig_ask(kept, sql);
}

/* Half of the minute before, half of it after the kill. */
static void
kill_in_the_calm_minute(struct kept_rig *kept, const char *of)
{
	for (int i = 0; i < 600 && kept_of(kept, of, "back_since") == 0; i++)
		rig_run(kept->rig, 1);
	assert_true(kept_of(kept, of, "back_since") > 0);
	rig_run(kept->rig, 30);
	assert_true(kept_of(kept, of, "looks") > 0);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 1);
	kept_rig_kill(kept);
	kept_rig_start(kept);
	rig_run(kept->rig, 20);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 1);
	/* Time is looked at once a minute, wherever in it the kill was. */
	rig_run(kept->rig, 70);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 2);
	assert_int_equal(
	    rig_event(kept->rig, EVENT_MONITOR_FAULT)->severity, SEVERITY_OK);
	assert_int_equal(stored(kept), 0);
	assert_int_equal(kept_of(kept, of, "since"), 0);
	assert_true(kept_of(kept, of, "ended_at") > 0);
}

static void
an_outage_ends_with_its_minute_whatever_is_killed(void **state)
{
	struct kept_rig *kept = *state;

	begin(kept);
	serve_all(kept, RIG_SILENT);
	rig_run(kept->rig, 600);
	serve_all(kept, RIG_GOOD);
	kill_in_the_calm_minute(kept, "network");
	kept_rig_told_is_stored(kept);
}

static void
set_names(struct kept_rig *kept, bool is_there)
{
	static const char *const names[] = {
	    "www.a.test", "www.b.test", "www.c.test"};

	for (size_t i = 0; i < ADDRESSES; i++) {
		if (is_there)
			fake_resolve_set(
			    kept->rig->resolver, names[i], addresses[i], 60);
		else
			fake_resolve_fail(
			    kept->rig->resolver, names[i], RESOLVE_TIMEOUT);
	}
}

static void
dns_that_is_gone_goes_on_after_a_kill(void **state)
{
	struct kept_rig *kept = *state;

	set_names(kept, true);
	rig_endpoint(kept->rig, "www.a.test", "", 300);
	rig_endpoint(kept->rig, "www.b.test", "", 300);
	rig_endpoint(kept->rig, "www.c.test", "", 300);
	kept_rig_start(kept);
	rig_run(kept->rig, 1000);
	set_names(kept, false);
	rig_run(kept->rig, 600);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 1);
	kept_rig_kill(kept);
	kept_rig_start(kept);
	rig_run(kept->rig, 3600);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 1);
	assert_int_equal(rig_count(kept->rig, EVENT_INCIDENT_OPENED), 0);
	set_names(kept, true);
	rig_run(kept->rig, 600);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 2);
	assert_int_equal(stored(kept), 0);
	assert_int_equal(monitor_own_faults(kept->rig->monitor)->len, 0);
}

static void
dns_is_back_with_its_minute_whatever_is_killed(void **state)
{
	struct kept_rig *kept = *state;

	set_names(kept, true);
	rig_endpoint(kept->rig, "www.a.test", "", 300);
	rig_endpoint(kept->rig, "www.b.test", "", 300);
	rig_endpoint(kept->rig, "www.c.test", "", 300);
	kept_rig_start(kept);
	rig_run(kept->rig, 1000);
	set_names(kept, false);
	rig_run(kept->rig, 600);
	set_names(kept, true);
	kill_in_the_calm_minute(kept, "dns");
}

static void
probing_late_before_a_kill_is_taken_back(void **state)
{
	struct kept_rig *kept = *state;

	begin(kept);
	fake_loop_stall(kept->rig->loop, 900 * 1000);
	rig_run(kept->rig, 5);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 1);
	assert_int_equal(stored(kept), 1);
	kept_rig_kill(kept);
	kept_rig_start(kept);
	rig_run(kept->rig, 900);
	assert_int_equal(rig_count(kept->rig, EVENT_MONITOR_FAULT), 2);
	assert_int_equal(
	    rig_event(kept->rig, EVENT_MONITOR_FAULT)->severity, SEVERITY_OK);
	assert_int_equal(stored(kept), 0);
}

static struct event *
make(enum finding_code finding, const char *sink, const char *subject)
{
	struct event *event = event_new(EVENT_MONITOR_FAULT, 1);

	event->finding = finding;
	event->severity = SEVERITY_CRITICAL;
	event->text = mem_strdup("it is so");
	if (sink != NULL)
		event->sink = mem_strdup(sink);
	if (subject != NULL)
		event->subject = mem_strdup(subject);
	return event;
}

static void
a_receiver_that_took_nothing_is_remembered(void **state)
{
	struct kept_rig *kept = *state;
	const struct monitor_fault *fault;

	begin(kept);
	monitor_tell(
	    kept->rig->monitor, make(FINDING_SINK_FAILING, "ops", NULL));
	monitor_tell(kept->rig->monitor,
	    make(FINDING_CREDENTIALS_UNUSABLE, NULL, "the proxy's"));
	rig_run(kept->rig, 5);
	assert_int_equal(stored(kept), 2);
	kept_rig_kill(kept);
	kept_rig_start(kept);
	rig_run(kept->rig, 5);
	fault = monitor_fault_list_find(monitor_own_faults(kept->rig->monitor),
	    FINDING_SINK_FAILING, "ops");
	assert_non_null(fault);
	assert_string_equal(fault->text, "it is so");
	/* What is looked at anew by each start is said anew, too. */
	assert_int_equal(monitor_own_faults(kept->rig->monitor)->len, 1);
	assert_int_equal(stored(kept), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    KEPT_TEST(an_outage_goes_on_after_a_kill),
	    KEPT_TEST(an_outage_ends_with_its_minute_whatever_is_killed),
	    KEPT_TEST(dns_that_is_gone_goes_on_after_a_kill),
	    KEPT_TEST(dns_is_back_with_its_minute_whatever_is_killed),
	    KEPT_TEST(probing_late_before_a_kill_is_taken_back),
	    KEPT_TEST(a_receiver_that_took_nothing_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
