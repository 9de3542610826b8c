/* When a target is looked at again: in its phase, after failures, for the
 * second look that confirms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "monitor/look_tally.h"
#include "support/monitor_rig.h"

static void
a_failure_is_looked_at_again_before_the_interval(void **state)
{
	struct rig *rig = *state;

	rig_serve(rig, "192.0.2.1", RIG_REFUSED);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 3600);
	rig_apply(rig);
	rig_run(rig, 300);
	assert_true(rig_looks(rig, "192.0.2.1") >= 3);
}

static void
long_failure_settles_at_the_interval(void **state)
{
	struct rig *rig = *state;
	unsigned looks;

	rig_serve(rig, "192.0.2.1", RIG_SILENT);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_apply(rig);
	rig_run(rig, 24 * 3600);
	looks = rig_looks(rig, "192.0.2.1");
	assert_in_range(looks, 288, 300);
}

static void
after_a_failure_it_returns_to_its_phase(void **state)
{
	struct rig *rig = *state;
	int64_t before, after;
	unsigned n;

	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_apply(rig);
	rig_run(rig, 1000);
	before = rig_look_at_s(rig, "192.0.2.1", 2);
	rig_serve(rig, "192.0.2.1", RIG_REFUSED);
	rig_run(rig, 320);
	rig_serve(rig, "192.0.2.1", RIG_GOOD);
	rig_run(rig, 3000);
	n = rig_looks(rig, "192.0.2.1");
	after = rig_look_at_s(rig, "192.0.2.1", n - 1);
	assert_int_equal((after - before) % 300, 0);
}

static void
the_second_look_comes_within_a_minute(void **state)
{
	struct rig *rig = *state;
	unsigned n;

	rig_endpoint(rig, "www.example.test", "192.0.2.1", 3600);
	rig_apply(rig);
	rig_run(rig, 4000);
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(rig, 3600);
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 1);
	rig_serve(rig, "192.0.2.1", RIG_GOOD);
	rig_run(rig, 3660);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 1);
	n = rig_looks(rig, "192.0.2.1");
	assert_in_range(rig_look_at_s(rig, "192.0.2.1", n - 1) -
		rig_look_at_s(rig, "192.0.2.1", n - 2),
	    1, 60);
}

static void
looks_of_about_the_same_time_share_a_wake_up(void **state)
{
	struct rig *rig = *state;

	fake_probe_set_duration(rig->prober, 0);
	rig_endpoint(
	    rig, "www.example.test", "192.0.2.1 192.0.2.2 192.0.2.3", 3600);
	rig_endpoint(
	    rig, "often.example.test", "192.0.2.4 192.0.2.5 192.0.2.6", 10);
	rig_apply(rig);
	rig_run(rig, 24 * 3600);
	assert_true(rig->looks.len > 3 * 8000);
	ARRAY_EACH (look, &rig->looks)
		assert_int_equal((rig->started_ms + look->at_ms) % 1000, 0);
}

static void
what_the_last_look_took_is_told(void **state)
{
	struct rig *rig = *state;
	struct endpoint_status status;

	rig_serve(rig, "192.0.2.1", RIG_GOOD);
	rig_serve(rig, "192.0.2.2", RIG_REFUSED);
	rig_endpoint(rig, "www.example.test", "192.0.2.1 192.0.2.2", 3600);
	rig_apply(rig);
	rig_run(rig, 300);
	assert_true(monitor_status_at(rig->monitor, 0, &status));
	assert_true(status.targets.items[0].is_reached);
	assert_non_null(status.targets.items[0].current);
	assert_int_equal(status.targets.items[0].tls_version, 4);
	assert_true(status.targets.items[0].lasted_ms > 0);
	assert_false(status.targets.items[1].is_reached);
	assert_int_equal(status.targets.items[1].tls_version, 0);
	endpoint_status_clear(&status);
}

static void
looks_and_what_was_told_are_counted(void **state)
{
	struct rig *rig = *state;
	const struct look_tally *tally = monitor_look_tally(rig->monitor);

	rig_serve(rig, "192.0.2.1", RIG_REFUSED);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 3600);
	rig_apply(rig);
	rig_run(rig, 300);
	assert_int_equal(
	    tally->ended[FAILURE_CONNECT_REFUSED], rig_looks(rig, "192.0.2.1"));
	assert_int_equal(tally->ended[FAILURE_NONE], 0);
	assert_int_equal(monitor_told(rig->monitor)[EVENT_FIRST_PASS], 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(a_failure_is_looked_at_again_before_the_interval),
	    RIG_TEST(long_failure_settles_at_the_interval),
	    RIG_TEST(after_a_failure_it_returns_to_its_phase),
	    RIG_TEST(the_second_look_comes_within_a_minute),
	    RIG_TEST(looks_of_about_the_same_time_share_a_wake_up),
	    RIG_TEST(what_the_last_look_took_is_told),
	    RIG_TEST(looks_and_what_was_told_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
