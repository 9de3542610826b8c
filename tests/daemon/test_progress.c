/* When the watchdog is fed, and when not. */
#include "daemon/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
nothing_due_and_nothing_owed_is_progress(void **state)
{
	struct progress progress = {0};
	struct progress_signs signs = {0};
	const char *why = NULL;

	assert_true(progress_is_made(&progress, &signs, &why));
	assert_true(progress_is_made(&progress, &signs, &why));
	assert_null(why);
}

static void
probes_that_are_due_and_never_end_are_none(void **state)
{
	struct progress progress = {.inspections = 7};
	struct progress_signs signs = {.inspections = 7};
	const char *why = NULL;

	signs.overdue_ms = PROGRESS_OVERDUE_MAX_MS;
	assert_true(progress_is_made(&progress, &signs, &why));
	signs.overdue_ms++;
	assert_false(progress_is_made(&progress, &signs, &why));
	assert_non_null(strstr(why, "probes"));
}

static void
a_fleet_that_is_too_large_is_late_but_not_stuck(void **state)
{
	struct progress progress = {0};
	struct progress_signs signs = {
	    .overdue_ms = 10 * PROGRESS_OVERDUE_MAX_MS};
	const char *why = NULL;

	for (int i = 0; i < 5; i++) {
		signs.inspections++;
		assert_true(progress_is_made(&progress, &signs, &why));
	}
	assert_false(progress_is_made(&progress, &signs, &why));
}

static void
a_store_that_does_not_answer_is_none(void **state)
{
	struct progress progress = {0};
	struct progress_signs signs = {.store_waits_ms = PROGRESS_STORE_MAX_MS};
	const char *why = NULL;

	assert_true(progress_is_made(&progress, &signs, &why));
	signs.store_waits_ms++;
	assert_false(progress_is_made(&progress, &signs, &why));
	assert_non_null(strstr(why, "store"));
}

/* It is told by an event, and a restart mends no disk. */
static void
a_store_that_says_it_fails_is_not_stuck(void **state)
{
	struct progress progress = {0};
	struct progress_signs signs = {
	    .store_waits_ms = 10 * PROGRESS_STORE_MAX_MS,
	    .is_store_failing = true,
	};
	const char *why = NULL;

	assert_true(progress_is_made(&progress, &signs, &why));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_due_and_nothing_owed_is_progress),
	    cmocka_unit_test(probes_that_are_due_and_never_end_are_none),
	    cmocka_unit_test(a_fleet_that_is_too_large_is_late_but_not_stuck),
	    cmocka_unit_test(a_store_that_does_not_answer_is_none),
	    cmocka_unit_test(a_store_that_says_it_fails_is_not_stuck),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
