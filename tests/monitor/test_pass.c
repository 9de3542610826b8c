/* The first pass: over when everything was looked at once or failed; --once. */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/monitor_rig.h"

static void
ends_when_the_last_target_was_looked_at(void **state)
{
	struct rig *rig = *state;

	rig_endpoint(rig, "www.example.test", "192.0.2.1 192.0.2.2", 300);
	rig_endpoint(rig, "api.example.test", "192.0.2.3", 300);
	fake_probe_set_duration(rig->prober, 9000);
	rig_apply(rig);
	rig_run(rig, 8);
	assert_int_equal(rig->passes_ended, 0);
	rig_run(rig, 40);
	assert_int_equal(rig->passes_ended, 1);
	assert_int_equal(rig_count(rig, EVENT_FIRST_PASS), 1);
	rig_run(rig, 3600);
	assert_int_equal(rig->passes_ended, 1);
}

static void
what_is_unreachable_does_not_hold_it_up(void **state)
{
	struct rig *rig = *state;

	rig_serve(rig, "192.0.2.1", RIG_REFUSED);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_endpoint(rig, "nowhere.example.test", "", 300);
	rig_apply(rig);
	rig_run(rig, 31);
	assert_int_equal(rig->passes_ended, 1);
	assert_int_equal(rig->unresolved, 1);
}

/* DNS, which names the endpoints, takes its time. */
static void
does_not_end_before_it_is_said_what_is_watched(void **state)
{
	struct rig *rig = *state;

	rig_run(rig, 300);
	assert_int_equal(rig->passes_ended, 0);
	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_apply(rig);
	rig_run(rig, 60);
	assert_int_equal(rig->passes_ended, 1);
	assert_non_null(
	    strstr(rig_event(rig, EVENT_FIRST_PASS)->text, "1 fine"));
}

static void
nothing_to_watch_is_over_at_once(void **state)
{
	struct rig *rig = *state;

	rig_apply(rig);
	rig_run(rig, 1);
	assert_int_equal(rig->passes_ended, 1);
}

static void
an_endpoint_removed_meanwhile_does_not_hold_it_up(void **state)
{
	struct rig *rig = *state;

	rig_endpoint(rig, "www.example.test", "192.0.2.1", 300);
	rig_endpoint(rig, "slow.example.test", "192.0.2.2", 300);
	fake_probe_set_duration(rig->prober, 10000000);
	rig_apply(rig);
	rig_run(rig, 40);
	assert_int_equal(rig->passes_ended, 0);
	rig_forget_endpoints(rig);
	rig_apply(rig);
	rig_run(rig, 1);
	assert_int_equal(rig->passes_ended, 1);
}

static void
once_looks_at_each_target_exactly_once(void **state)
{
	const struct monitor_options options = {.is_once = true};
	struct rig *rig = rig_new(&options);

	for (unsigned i = 0; i < 500; i++) {
		char host[32], addresses[64];

		snprintf(host, sizeof host, "h%u.example.test", i % 50);
		snprintf(addresses, sizeof addresses, "10.0.%u.%u 10.1.%u.%u",
		    i / 200, i % 200, i / 200, i % 200);
		rig_endpoint(rig, host, addresses, 60)->port =
		    (uint16_t)(1000 + i);
		endpoint_finish(rig->endpoints.items[i]);
	}
	fake_resolve_set(
	    rig->resolver, "dns.example.test", "192.0.2.1 192.0.2.2", 1);
	rig_endpoint(rig, "dns.example.test", "", 60);
	rig_apply(rig);
	rig_run(rig, 3600);
	assert_int_equal(rig->passes_ended, 1);
	assert_int_equal(rig->inspected, 1002);
	assert_int_equal(rig->looks.len, 1002);
	assert_int_equal(rig_looks(rig, "10.0.1.7"), 1);
	assert_int_equal(rig_looks(rig, "192.0.2.2"), 1);
	rig_free(rig);
}

static void
once_does_not_wait_or_look_again(void **state)
{
	const struct monitor_options options = {.is_once = true};
	struct rig *rig = rig_new(&options);

	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_endpoint(rig, "www.example.test", "192.0.2.1 192.0.2.2", 3600);
	rig_apply(rig);
	rig_run(rig, 1);
	assert_int_equal(rig->passes_ended, 1);
	rig_run(rig, 7200);
	assert_int_equal(rig->looks.len, 2);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(ends_when_the_last_target_was_looked_at),
	    RIG_TEST(what_is_unreachable_does_not_hold_it_up),
	    RIG_TEST(does_not_end_before_it_is_said_what_is_watched),
	    RIG_TEST(nothing_to_watch_is_over_at_once),
	    RIG_TEST(an_endpoint_removed_meanwhile_does_not_hold_it_up),
	    cmocka_unit_test(once_looks_at_each_target_exactly_once),
	    cmocka_unit_test(once_does_not_wait_or_look_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
