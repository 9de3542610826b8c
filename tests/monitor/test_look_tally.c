/* Looks, counted by how they ended and how long they took. */
#include "monitor/look_tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void
stages_that_were_reached_are_counted(UNUSED void **state)
{
	CLEANUP(observation_free)
	struct observation *observation = observation_new();
	struct look_tally tally = {0};

	observation->failure = FAILURE_HANDSHAKE_TIMEOUT;
	observation->dial_ms = 3;
	observation->total_ms = 10000;
	look_tally_note(&tally, observation);
	assert_int_equal(tally.ended[FAILURE_HANDSHAKE_TIMEOUT], 1);
	assert_int_equal(tally.dial.total, 1);
	assert_int_equal(tally.dial.sum_us, 3000);
	assert_int_equal(tally.talk.total, 0);
	assert_int_equal(tally.handshake.total, 0);
	assert_int_equal(tally.whole.sum_us, 10000000);
}

static void
names_that_do_not_resolve_took_no_time(UNUSED void **state)
{
	struct look_tally tally = {0};

	look_tally_note_failure(&tally, FAILURE_RESOLVE_NO_NAME);
	assert_int_equal(tally.ended[FAILURE_RESOLVE_NO_NAME], 1);
	assert_int_equal(tally.whole.total, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(stages_that_were_reached_are_counted),
	    cmocka_unit_test(names_that_do_not_resolve_took_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
