/* The machine sleeps under a running monitor. */
#include "monitor/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/monitor_rig.h"

#define ENDPOINTS 60
#define NIGHT_MS (8 * 3600 * 1000LL)

static void
watch_fleet(struct rig *rig)
{
	for (unsigned i = 0; i < ENDPOINTS; i++) {
		char host[32], address[32];

		snprintf(host, sizeof host, "h%u.example.test", i);
		snprintf(address, sizeof address, "10.0.%u.1", i);
		rig_endpoint(rig, host, address, 300);
	}
	rig_apply(rig);
	rig_run(rig, 1000);
}

static void
a_night_asleep_is_neither_late_nor_a_storm(void **state)
{
	struct rig *rig = *state;
	size_t before;

	watch_fleet(rig);
	before = rig->looks.len;
	fake_loop_stall(rig->loop, NIGHT_MS);
	rig->slept_ms = NIGHT_MS;
	rig_run(rig, 3);
	assert_true(rig->looks.len - before < ENDPOINTS / 3);
	rig_run(rig, 60);
	assert_true(rig->looks.len - before >= ENDPOINTS);
	rig_run(rig, 1000);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 0);
}

static void
a_night_at_which_it_was_awake_and_stuck_is_late(void **state)
{
	struct rig *rig = *state;

	watch_fleet(rig);
	fake_loop_stall(rig->loop, NIGHT_MS);
	rig_run(rig, 60);
	assert_int_equal(rig_count(rig, EVENT_MONITOR_FAULT), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(a_night_asleep_is_neither_late_nor_a_storm),
	    RIG_TEST(a_night_at_which_it_was_awake_and_stuck_is_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
