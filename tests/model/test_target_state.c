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
it_is_small(void **state)
{
	assert_in_range(sizeof(struct target_state), 1, 104);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clearing_gives_back_its_verdicts),
	    cmocka_unit_test(it_is_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
