/* Nothing is told before it is kept; an endpoint's transitions wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/monitor_rig.h"

static void
start(struct rig *rig, const char *addresses)
{
	rig_endpoint(rig, "www.example.test", addresses, 60);
	rig_apply(rig);
	rig_run(rig, 200);
}

static void
nothing_is_told_before_it_is_kept(void **state)
{
	struct rig *rig = *state;

	start(rig, "192.0.2.1");
	rig->is_store_slow = true;
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(rig, 60);
	assert_int_equal(rig->commits.len, 1);
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 0);
	rig_keep(rig);
	assert_int_equal(rig_count(rig, EVENT_CHAIN_REGRESSED), 1);
}

static void
the_next_look_is_planned_when_the_last_is_kept(void **state)
{
	struct rig *rig = *state;
	size_t looks;

	start(rig, "192.0.2.1");
	rig->is_store_slow = true;
	rig_run(rig, 60);
	looks = rig->looks.len;
	rig_run(rig, 600);
	assert_int_equal(rig->looks.len, looks);
	rig->is_store_slow = false;
	rig_keep(rig);
	rig_run(rig, 61);
	assert_int_equal(rig->looks.len, looks + 1);
}

static void
transitions_of_one_endpoint_wait_for_each_other(void **state)
{
	struct rig *rig = *state;

	start(rig, "192.0.2.1 192.0.2.2 192.0.2.3");
	rig->is_store_slow = true;
	rig_run(rig, 60);
	assert_int_equal(rig->commits.len, 1); /* of three looks */
	rig_keep(rig);
	assert_int_equal(rig->commits.len, 1);
	rig_keep(rig);
	assert_int_equal(rig->commits.len, 1);
	rig_keep(rig);
	assert_int_equal(rig->commits.len, 0);
}

static void
other_endpoints_do_not_wait(void **state)
{
	struct rig *rig = *state;

	rig_endpoint(rig, "api.example.test", "192.0.2.9", 60);
	start(rig, "192.0.2.1");
	rig->is_store_slow = true;
	rig_run(rig, 60);
	assert_int_equal(rig->commits.len, 2);
}

static void
a_removed_endpoint_may_leave_one_behind(void **state)
{
	struct rig *rig = *state;
	size_t left;

	start(rig, "192.0.2.1 192.0.2.2");
	rig->is_store_slow = true;
	rig_run(rig, 60);
	rig_forget_endpoints(rig);
	rig_apply(rig);
	left = rig->commits.len;
	assert_int_equal(left, 2); /* the look's and the removal's */
	while (rig->commits.len > 0)
		rig_keep(rig);
	rig_run(rig, 600);
	assert_int_equal(rig->commits.len, 0);
}

static void
what_was_never_kept_is_freed_with_the_monitor(void **state)
{
	struct rig *rig = *state;

	start(rig, "192.0.2.1 192.0.2.2 192.0.2.3");
	rig->is_store_slow = true;
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_run(rig, 120);
	assert_true(rig->commits.len > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(nothing_is_told_before_it_is_kept),
	    RIG_TEST(the_next_look_is_planned_when_the_last_is_kept),
	    RIG_TEST(transitions_of_one_endpoint_wait_for_each_other),
	    RIG_TEST(other_endpoints_do_not_wait),
	    RIG_TEST(a_removed_endpoint_may_leave_one_behind),
	    RIG_TEST(what_was_never_kept_is_freed_with_the_monitor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
