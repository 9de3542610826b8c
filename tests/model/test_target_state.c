/* What is remembered of a target. */
#include "model/target_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
clearing_gives_back_its_verdicts(void **state)
{
	struct report report = {0};
	struct verdict *verdict = verdict_new(&report);
	struct target_state target = {.is_seen = true, .look_count = 3};

	target.current = verdict_ref(verdict);
	target.good = verdict_ref(verdict);
	assert_int_equal(verdict->refs, 3);
	target_state_clear(&target);
	assert_int_equal(verdict->refs, 1);
	assert_null(target.current);
	assert_false(target.is_seen);
	assert_int_equal(target.look_count, 0);
	target_state_clear(&target);
	verdict_unref(verdict);
}

static void
moments_reach_into_the_next_century(void **state)
{
	assert_int_equal(target_state_moment(-1), 0);
	assert_int_equal(target_state_moment(0), 0);
	assert_int_equal(
	    target_state_moment(4102444800), 4102444800); /* 2100 */
	assert_true(target_state_moment(UINT32_MAX) == UINT32_MAX);
	assert_true(target_state_moment((int64_t)UINT32_MAX + 1) == UINT32_MAX);
	assert_true(target_state_moment(INT64_MAX) == UINT32_MAX);
	assert_int_equal(target_state_moment(INT64_MIN), 0);
}

static void
it_is_small(void **state)
{
	assert_in_range(sizeof(struct target_state), 1, 88);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clearing_gives_back_its_verdicts),
	    cmocka_unit_test(moments_reach_into_the_next_century),
	    cmocka_unit_test(it_is_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
