/* Old and new side by side, by the clock. */
#include "incident/rollout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "incident/divergence.h"
#include "support/steps.h"

struct stage {
	struct steps steps;
	struct watched *a;
	struct verdict *old, *new;
};

static void
set_up(struct stage *stage)
{
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", 3);
	stage->old = steps_chain(&stage->steps, "L1", "I1", FINDING_COUNT);
	stage->new = steps_chain(&stage->steps, "L2", "I1", FINDING_COUNT);
}

/* Address n shows the chain, so much later; the one event, or NULL. */
static const struct event *
show(struct stage *stage, unsigned n, struct verdict *verdict, int64_t later_s)
{
	struct target_state *target = &stage->a->targets[n - 1];

	verdict_unref(target->current);
	target->current = verdict_ref(verdict);
	target->is_seen = target->is_reached = target->is_fresh = true;
	steps_next(&stage->steps, later_s);
	divergence_look(&stage->steps.step, stage->a, target);
	assert_true(steps_event_count(&stage->steps) <= 1);
	return steps_event_count(&stage->steps) == 0
	    ? NULL
	    : steps_event(&stage->steps, 0);
}

static void
it_is_told_when_its_grace_ends(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage);
	show(&stage, 1, stage.old, 1);
	show(&stage, 2, stage.old, 1);
	assert_null(show(&stage, 3, stage.new, 1));
	assert_null(show(&stage, 1, stage.old, ENDPOINT_ROLLOUT_GRACE_S - 1));
	assert_false(rollout_is_under_way(&stage.steps.step, stage.a));
	event = show(&stage, 1, stage.old, 1);
	assert_true(rollout_is_under_way(&stage.steps.step, stage.a));
	assert_int_equal(event->kind, EVENT_ROLLOUT_STARTED);
	assert_int_equal(event->severity, SEVERITY_NOTICE);
	assert_int_equal(event->rollout.done, 1);
	assert_int_equal(event->rollout.total, 3);
	assert_int_equal(event->places.len, 1);
	assert_true(verdict_same_chain(event->before, stage.old));
	assert_true(verdict_same_chain(event->after, stage.new));
	assert_null(show(&stage, 1, stage.old, 3600));
	steps_clear(&stage.steps);
}

static void
it_ends_with_all_on_one_side(void **state)
{
	for (int is_taken_back = 0; is_taken_back <= 1; is_taken_back++) {
		struct stage stage;
		const struct event *event;

		set_up(&stage);
		show(&stage, 1, stage.new, 1);
		show(&stage, 2, stage.new, 1);
		show(&stage, 3, stage.old, 1);
		show(&stage, 3, stage.old, ENDPOINT_ROLLOUT_GRACE_S);
		if (is_taken_back) {
			assert_null(show(&stage, 1, stage.old, 60));
			event = show(&stage, 2, stage.old, 60);
		} else {
			event = show(&stage, 3, stage.new, 120);
		}
		assert_int_equal(event->kind, EVENT_ROLLOUT_FINISHED);
		assert_int_equal(event->rollout.done, 3);
		assert_int_equal(event->rollout.is_taken_back, is_taken_back);
		assert_int_equal(stage.a->rollout_since, 0);
		assert_false(stage.a->is_rollout_told);
		steps_clear(&stage.steps);
	}
}

static void
what_ends_within_its_grace_was_none(void **state)
{
	struct stage stage;

	set_up(&stage);
	show(&stage, 1, stage.new, 1);
	show(&stage, 2, stage.new, 1);
	show(&stage, 3, stage.old, 1);
	assert_null(show(&stage, 3, stage.new, ENDPOINT_ROLLOUT_GRACE_S - 1));
	/* and the grace of the next one starts anew */
	assert_null(show(&stage, 3, stage.old, ENDPOINT_ROLLOUT_GRACE_S));
	assert_null(show(&stage, 3, stage.old, ENDPOINT_ROLLOUT_GRACE_S - 1));
	steps_clear(&stage.steps);
}

static void
past_its_deadline_it_names_who_is_late(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage);
	/* the late ones are the most */
	show(&stage, 1, stage.new, 1);
	show(&stage, 2, stage.old, 1);
	show(&stage, 3, stage.old, 1);
	event = show(&stage, 3, stage.old, ENDPOINT_ROLLOUT_DEADLINE_S);
	assert_int_equal(event->kind, EVENT_ROLLOUT_STALLED);
	assert_int_equal(event->severity, SEVERITY_WARNING);
	assert_int_equal(event->finding, FINDING_ROLLOUT_STALLED);
	assert_int_equal(event->places.len, 2);
	assert_null(show(&stage, 2, stage.old, 3600));
	/* two clean looks at each of them end it */
	assert_null(show(&stage, 2, stage.new, 60));
	assert_null(show(&stage, 3, stage.new, 60));
	event = show(&stage, 3, stage.new, 60);
	assert_int_equal(event->kind, EVENT_INCIDENT_RESOLVED);
	assert_int_equal(stage.steps.book.open.len, 0);
	assert_int_equal(stage.a->rollout_since, 0);
	steps_clear(&stage.steps);
}

/* Where RSA and ECDSA are renewed one after the other. */
static void
one_variant_that_agrees_does_not_end_it_for_another(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage);
	show(&stage, 1, stage.new, 1);
	show(&stage, 2, stage.old, 1);
	stage.a->targets[2].place.variant = VARIANT_RSA;
	assert_null(show(&stage, 3, stage.old, 60));
	assert_int_not_equal(stage.a->rollout_since, 0);
	event = show(&stage, 2, stage.old, ENDPOINT_ROLLOUT_GRACE_S);
	assert_int_equal(event->rollout.total, 2);
	steps_clear(&stage.steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_told_when_its_grace_ends),
	    cmocka_unit_test(it_ends_with_all_on_one_side),
	    cmocka_unit_test(what_ends_within_its_grace_was_none),
	    cmocka_unit_test(past_its_deadline_it_names_who_is_late),
	    cmocka_unit_test(
		one_variant_that_agrees_does_not_end_it_for_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
