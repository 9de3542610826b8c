/* Addresses that differ: when it is said, and when it ends. */
#include "incident/divergence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

struct stage {
	struct steps steps;
	struct watched *a;
};

static void
set_up(struct stage *stage)
{
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", 3);
}

/* Address n shows the chain; the look is taken so much later. */
static void
show(struct stage *stage, unsigned n, struct verdict *verdict, int64_t later_s)
{
	struct target_state *target = &stage->a->targets[n - 1];

	verdict_unref(target->current);
	target->current = verdict_ref(verdict);
	target->is_seen = target->is_reached = target->is_fresh = true;
	steps_next(&stage->steps, later_s);
	divergence_look(&stage->steps.step, stage->a, target);
}

static void
says_at_once_what_no_fault_explains(void **state)
{
	struct stage stage;
	struct verdict *one, *two;
	const struct event *event;

	set_up(&stage);
	one = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	two = steps_chain(&stage.steps, "L1", "I2", FINDING_COUNT);
	show(&stage, 1, one, 1);
	show(&stage, 2, one, 1);
	show(&stage, 3, two, 1);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	event = steps_event(&stage.steps, 0);
	assert_int_equal(event->finding, FINDING_DIVERGENT_CHAIN);
	assert_int_equal(event->severity, SEVERITY_CRITICAL);
	assert_int_equal(event->places.len, 1);
	assert_int_equal(event->places.items[0].address.bytes[3], 3);
	/* said once */
	show(&stage, 3, two, 3600);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	steps_clear(&stage.steps);
}

static void
goes_along_quietly_with_a_fault(void **state)
{
	struct stage stage;
	struct verdict *good, *bare;

	set_up(&stage);
	good = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	bare = steps_chain(&stage.steps, "L1", NULL, FINDING_LEAF_ONLY);
	show(&stage, 1, good, 1);
	show(&stage, 2, good, 1);
	show(&stage, 3, bare, 1);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	assert_int_equal(stage.steps.book.open.len, 1);
	show(&stage, 3, good, 1);
	show(&stage, 3, good, 1);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	assert_int_equal(stage.steps.book.open.len, 0);
	steps_clear(&stage.steps);
}

/* The fault is repaired, but another bundle is left. */
static void
is_said_when_its_explanation_is_gone(void **state)
{
	struct stage stage;
	struct verdict *good, *bare, *other;

	set_up(&stage);
	good = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	bare = steps_chain(&stage.steps, "L1", NULL, FINDING_LEAF_ONLY);
	other = steps_chain(&stage.steps, "L1", "I2", FINDING_COUNT);
	show(&stage, 1, good, 1);
	show(&stage, 2, good, 1);
	show(&stage, 3, bare, 1);
	show(&stage, 3, other, 1);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	steps_clear(&stage.steps);
}

static void
a_rollout_is_no_divergence(void **state)
{
	struct stage stage;
	struct verdict *old, *new;

	set_up(&stage);
	old = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	new = steps_chain(&stage.steps, "L2", "I1", FINDING_COUNT);
	show(&stage, 1, new, 1);
	show(&stage, 2, new, 1);
	show(&stage, 3, old, 1);
	show(&stage, 3, old, ENDPOINT_ROLLOUT_GRACE_S);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	assert_int_equal(
	    steps_event(&stage.steps, 0)->kind, EVENT_ROLLOUT_STARTED);
	assert_int_equal(stage.steps.book.open.len, 0);
	steps_clear(&stage.steps);
}

static void
members_follow_the_minority(void **state)
{
	struct stage stage;
	struct verdict *one, *two;

	set_up(&stage);
	one = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	two = steps_chain(&stage.steps, "L1", "I2", FINDING_COUNT);
	show(&stage, 1, one, 1);
	show(&stage, 2, one, 1);
	show(&stage, 3, two, 1);
	/* now the other way round: still one incident, told once */
	show(&stage, 2, two, 1);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	assert_int_equal(stage.steps.book.open.len, 1);
	assert_int_equal(
	    stage.steps.book.open.items[0]->incident->members.len, 1);
	assert_int_equal(stage.steps.book.open.items[0]
			     ->incident->members.items[0]
			     .place.address.bytes[3],
	    1);
	steps_clear(&stage.steps);
}

static void
ends_after_two_clean_looks_at_the_odd_one(void **state)
{
	struct stage stage;
	struct verdict *one, *two;

	set_up(&stage);
	one = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	two = steps_chain(&stage.steps, "L1", "I2", FINDING_COUNT);
	show(&stage, 1, one, 1);
	show(&stage, 2, one, 1);
	show(&stage, 3, two, 1);
	show(&stage, 3, one, 1);
	assert_int_equal(stage.steps.batch.look_again_s, 30);
	/* looks at the others are not looks at it */
	show(&stage, 1, one, 1);
	show(&stage, 2, one, 1);
	assert_int_equal(stage.steps.book.open.len, 1);
	assert_true(stage.steps.batch.is_look_again_endpoint);
	show(&stage, 3, one, 1);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	assert_int_equal(
	    steps_event(&stage.steps, 0)->kind, EVENT_INCIDENT_RESOLVED);
	steps_clear(&stage.steps);
}

static void
nobody_is_hurried_for_one_that_is_down(void **state)
{
	struct stage stage;
	struct verdict *one, *two;

	set_up(&stage);
	one = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	two = steps_chain(&stage.steps, "L1", "I2", FINDING_COUNT);
	show(&stage, 1, one, 1);
	show(&stage, 2, one, 1);
	show(&stage, 3, two, 1);
	stage.a->targets[2].is_reached = false;
	for (int i = 0; i < 5; i++) {
		show(&stage, 1, one, 3600);
		assert_int_equal(stage.steps.batch.look_again_s, 0);
		show(&stage, 2, one, 3600);
		assert_int_equal(stage.steps.batch.look_again_s, 0);
	}
	assert_int_equal(stage.steps.book.open.len, 1);
	steps_clear(&stage.steps);
}

static void
the_first_pass_leaves_it_to_the_summary(void **state)
{
	struct stage stage;
	struct verdict *one, *two;

	set_up(&stage);
	one = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	two = steps_chain(&stage.steps, "L1", "I2", FINDING_COUNT);
	show(&stage, 1, one, 1);
	show(&stage, 2, one, 1);
	stage.a->targets[2].current = verdict_ref(two);
	stage.a->targets[2].is_seen = stage.a->targets[2].is_reached =
	    stage.a->targets[2].is_fresh = true;
	steps_next(&stage.steps, 1);
	stage.steps.step.is_first_pass = true;
	divergence_look(&stage.steps.step, stage.a, &stage.a->targets[2]);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	assert_int_equal(stage.steps.book.open.items[0]->incident->told,
	    INCIDENT_IN_SUMMARY);
	steps_clear(&stage.steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(says_at_once_what_no_fault_explains),
	    cmocka_unit_test(goes_along_quietly_with_a_fault),
	    cmocka_unit_test(is_said_when_its_explanation_is_gone),
	    cmocka_unit_test(a_rollout_is_no_divergence),
	    cmocka_unit_test(members_follow_the_minority),
	    cmocka_unit_test(ends_after_two_clean_looks_at_the_odd_one),
	    cmocka_unit_test(nobody_is_hurried_for_one_that_is_down),
	    cmocka_unit_test(the_first_pass_leaves_it_to_the_summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
