/* What a transition leaves behind for the store and the schedule. */
#include "incident/step.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

static void
an_incident_is_named_dirty_once(void **state)
{
	struct steps steps;
	struct watched *a;
	struct open_incident *open;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	open = book_open(&steps.book, FINDING_LEAF_ONLY, NULL, a->endpoint, 5);
	step_note(&steps.step, open);
	step_note(&steps.step, open);
	assert_int_equal(steps.batch.incidents.len, 1);
	assert_ptr_equal(steps.batch.incidents.items[0], open->incident);
	steps_next(&steps, 1);
	assert_int_equal(steps.batch.incidents.len, 0);
	step_note(&steps.step, open);
	assert_int_equal(steps.batch.incidents.len, 1);
	steps_clear(&steps);
}

static void
asking_for_one_target_takes_nothing_from_the_endpoint(void **state)
{
	struct steps steps;

	steps_init(&steps);
	steps.options.second_look_s = 7;
	step_look_again(&steps.step, true);
	step_look_again(&steps.step, false);
	assert_int_equal(steps.batch.look_again_s, 7);
	assert_true(steps.batch.is_look_again_endpoint);
	steps_next(&steps, 1);
	assert_int_equal(steps.batch.look_again_s, 0);
	step_look_again(&steps.step, false);
	assert_false(steps.batch.is_look_again_endpoint);
	/* the nearest of several wishes counts, in whatever order they come */
	step_look_again_in(&steps.step, 180);
	assert_int_equal(steps.batch.look_again_s, 7);
	step_look_again_in(&steps.step, 3);
	step_look_again(&steps.step, true);
	assert_int_equal(steps.batch.look_again_s, 3);
	steps_clear(&steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_incident_is_named_dirty_once),
	    cmocka_unit_test(
		asking_for_one_target_takes_nothing_from_the_endpoint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
