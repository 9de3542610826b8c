/* Other endpoints: kept ones keep state and phase, the rest comes and goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/monitor_rig.h"

static void
start(struct rig *rig)
{
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 600);
	rig_endpoint(rig, "api.example.test", "192.0.2.2", 600);
	rig_apply(rig);
	rig_run(rig, 2000);
}

static void
counts_what_is_kept_changed_new_and_removed(void **state)
{
	struct rig *rig = *state;
	struct monitor_changes changes;

	rig_endpoint(rig, "a.example.test", "192.0.2.1", 600);
	rig_endpoint(rig, "b.example.test", "192.0.2.2", 600);
	rig_endpoint(rig, "c.example.test", "192.0.2.3", 600);
	changes = rig_apply(rig);
	assert_int_equal(changes.added, 3);
	rig_forget_endpoints(rig);
	rig_endpoint(rig, "d.example.test", "192.0.2.4", 600);
	rig_endpoint(rig, "c.example.test", "192.0.2.3", 300);
	rig_endpoint(rig, "a.example.test", "192.0.2.1", 600);
	changes = rig_apply(rig);
	assert_int_equal(changes.kept, 1);
	assert_int_equal(changes.changed, 1);
	assert_int_equal(changes.added, 1);
	assert_int_equal(changes.removed, 1);
	rig_run(rig, 10);
	assert_int_equal(monitor_counts(rig->monitor).endpoints, 3);
}

static void
kept_endpoints_keep_their_phase(void **state)
{
	struct rig *rig = *state;
	unsigned n;

	start(rig);
	n = rig_looks(rig, "192.0.2.1");
	rig_forget_endpoints(rig);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 600);
	rig_endpoint(rig, "new.example.test", "192.0.2.3", 600);
	rig_apply(rig);
	rig_run(rig, 1300);
	assert_int_equal(rig_look_at_s(rig, "192.0.2.1", n) -
		rig_look_at_s(rig, "192.0.2.1", n - 1),
	    600);
}

static void
kept_endpoints_keep_what_is_known_of_them(void **state)
{
	struct rig *rig = *state;

	start(rig);
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(rig, 600);
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 1);
	rig_forget_endpoints(rig);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 600);
	rig_apply(rig);
	rig_run(rig, 3000);
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_OPENED), 0);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 0);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 1);
}

static void
removed_endpoints_close_their_incidents(void **state)
{
	struct rig *rig = *state;
	size_t looks;

	start(rig);
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(rig, 600);
	rig_forget_endpoints(rig);
	rig_endpoint(rig, "api.example.test", "192.0.2.2", 600);
	rig_apply(rig);
	rig_run(rig, 1);
	assert_int_equal(rig_count(rig, EVENT_INCIDENT_RESOLVED), 1);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 0);
	looks = rig_looks(rig, "192.0.2.1");
	rig_run(rig, 3000);
	assert_int_equal(rig_looks(rig, "192.0.2.1"), looks);
}

static void
new_endpoints_are_looked_at_soon(void **state)
{
	struct rig *rig = *state;

	start(rig);
	rig_endpoint(rig, "new.example.test", "192.0.2.3", 86400);
	rig_apply(rig);
	rig_run(rig, monitor_options_default.spread_ms / 1000 + 1);
	assert_int_equal(rig_looks(rig, "192.0.2.3"), 1);
}

static void
changed_endpoints_are_looked_at_soon_and_keep_their_state(void **state)
{
	struct rig *rig = *state;
	unsigned looks;

	start(rig);
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(rig, 600);
	looks = rig_looks(rig, "192.0.2.1");
	rig_forget_endpoints(rig);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 86400);
	rig_apply(rig);
	rig_run(rig, monitor_options_default.spread_ms / 1000 + 1);
	assert_true(rig_looks(rig, "192.0.2.1") > looks);
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 1);
	assert_int_equal(monitor_counts(rig->monitor).open_incidents, 1);
}

static void
other_addresses_take_effect_at_once(void **state)
{
	struct rig *rig = *state;
	unsigned looks;

	start(rig);
	looks = rig_looks(rig, "192.0.2.1");
	rig_forget_endpoints(rig);
	rig_endpoint(rig, "www.example.test", "192.0.2.7", 600);
	rig_apply(rig);
	rig_run(rig, monitor_options_default.spread_ms / 1000 + 1);
	assert_int_equal(rig_looks(rig, "192.0.2.7"), 1);
	assert_int_equal(rig_looks(rig, "192.0.2.1"), looks);
}

static void
a_reload_with_everything_under_way_loses_nothing(void **state)
{
	struct rig *rig = *state;

	fake_probe_set_duration(rig->prober, 9000);
	for (unsigned round = 0; round < 50; round++) {
		rig_forget_endpoints(rig);
		for (unsigned i = round % 3; i < 20; i += 1 + round % 2) {
			char host[32], address[32];

			snprintf(host, sizeof host, "h%u.example.test", i);
			snprintf(address, sizeof address, "192.0.2.%u", i);
			fake_resolve_set(rig->resolver, host, address, 1);
			rig_endpoint(rig, host, i % 4 < 2 ? address : "",
			    30 + 30 * (round % 4));
		}
		rig_apply(rig);
		rig_run(rig, 7);
	}
	rig->looks.len = 0;
	rig_run(rig, 300);
	for (unsigned i = 49 % 3; i < 20; i += 2) {
		char address[32];

		snprintf(address, sizeof address, "192.0.2.%u", i);
		assert_true(rig_looks(rig, address) >= 4);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(counts_what_is_kept_changed_new_and_removed),
	    RIG_TEST(kept_endpoints_keep_their_phase),
	    RIG_TEST(kept_endpoints_keep_what_is_known_of_them),
	    RIG_TEST(removed_endpoints_close_their_incidents),
	    RIG_TEST(new_endpoints_are_looked_at_soon),
	    RIG_TEST(changed_endpoints_are_looked_at_soon_and_keep_their_state),
	    RIG_TEST(other_addresses_take_effect_at_once),
	    RIG_TEST(a_reload_with_everything_under_way_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
