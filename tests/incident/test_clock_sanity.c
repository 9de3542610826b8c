/* Is the wall clock to be believed? */
#include "incident/clock_sanity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cleanup.h"

#define WALL 1800000000
#define DAY 86400

struct machine {
	struct clock_sanity clock;
	struct clock_evidence evidence;
	size_t all;
};

static struct machine
machine(bool is_synchronised)
{
	return (struct machine){
	    .evidence =
		{
		    .wall_s = WALL,
		    .steady_s = 5000,
		    .is_known = true,
		    .is_synchronised = is_synchronised,
		    .built_at = WALL - 100 * DAY,
		},
	    .all = SIZE_MAX,
	};
}

static enum clock_change
after(struct machine *machine, int64_t seconds)
{
	machine->evidence.wall_s += seconds;
	machine->evidence.steady_s += seconds;
	return clock_sanity_note(
	    &machine->clock, &machine->evidence, machine->all);
}

/* A chain of endpoint n, by certificate c. */
static void
look(struct machine *machine, uint64_t n, uint64_t c, bool is_bad, bool was_bad)
{
	const struct sample_look look = {
	    .target = n,
	    .endpoint = n,
	    .address = c,
	    .network = n,
	    .at = machine->evidence.wall_s,
	    .is_bad = is_bad,
	};

	clock_sanity_look(&machine->clock, &look, was_bad);
}

static void
a_clock_that_nobody_keeps_is_no_fault(UNUSED void **state)
{
	struct machine m = machine(false);

	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(after(&m, 60), CLOCK_SAME);
	assert_int_equal(m.clock.why, CLOCK_FINE);
}

static void
a_jump_is_doubted_at_once_and_told_when_nobody_vouches(UNUSED void **state)
{
	struct machine m = machine(false);

	after(&m, 0);
	m.evidence.wall_s += CLOCK_JUMP_S;
	assert_int_equal(after(&m, 0), CLOCK_DOUBTED);
	assert_int_equal(m.clock.why, CLOCK_JUMPED);
	assert_int_equal(after(&m, CLOCK_SETTLE_S - 1), CLOCK_SAME);
	assert_int_equal(after(&m, 1), CLOCK_BEGAN);
	assert_int_equal(after(&m, 1), CLOCK_SAME);
	assert_int_equal(m.clock.jumped_s, CLOCK_JUMP_S);
}

static void
less_than_that_moves_nothing(UNUSED void **state)
{
	struct machine m = machine(false);

	after(&m, 0);
	for (unsigned i = 0; i < 10; i++) {
		m.evidence.wall_s -= CLOCK_JUMP_S - 1;
		assert_int_equal(after(&m, 60), CLOCK_SAME);
	}
	assert_int_equal(m.clock.why, CLOCK_FINE);
}

static void
a_jump_that_ntp_vouches_for_is_not_told(UNUSED void **state)
{
	struct machine m = machine(false);

	after(&m, 0);
	m.evidence.wall_s -= 40 * DAY;
	assert_int_equal(after(&m, 0), CLOCK_DOUBTED);
	m.evidence.is_synchronised = true;
	assert_int_equal(after(&m, 60), CLOCK_SAME);
	assert_int_equal(after(&m, CLOCK_CALM_S - 1), CLOCK_SAME);
	assert_int_equal(after(&m, 1), CLOCK_ENDED);
	assert_false(m.clock.is_told);
	m.evidence.is_synchronised = false;
	assert_int_equal(after(&m, 60), CLOCK_SAME);
}

static void
what_jumps_back_is_believed_a_minute_later(UNUSED void **state)
{
	struct machine m = machine(false);

	after(&m, 0);
	m.evidence.wall_s += DAY;
	after(&m, 0);
	after(&m, CLOCK_SETTLE_S);
	assert_true(m.clock.is_told);
	m.evidence.wall_s -= DAY;
	assert_int_equal(after(&m, 0), CLOCK_SAME);
	assert_int_equal(after(&m, CLOCK_CALM_S - 1), CLOCK_SAME);
	assert_int_equal(m.clock.why, CLOCK_JUMPED);
	assert_int_equal(after(&m, 1), CLOCK_ENDED);
}

static void
a_jump_is_taken_for_meant_after_a_day(UNUSED void **state)
{
	struct machine m = machine(false);

	after(&m, 0);
	m.evidence.wall_s += DAY;
	after(&m, 0);
	assert_int_equal(after(&m, CLOCK_SETTLE_S), CLOCK_BEGAN);
	assert_int_equal(
	    after(&m, CLOCK_MEANT_S - CLOCK_SETTLE_S - 1), CLOCK_SAME);
	assert_int_equal(m.clock.calm_since, 0);
	after(&m, 1);
	assert_int_not_equal(m.clock.calm_since, 0);
	assert_int_equal(after(&m, CLOCK_CALM_S), CLOCK_ENDED);
}

static void
but_not_while_the_dates_speak_against_it(UNUSED void **state)
{
	struct machine m = machine(false);

	m.all = 3;
	after(&m, 0);
	m.evidence.wall_s += 365 * DAY;
	after(&m, 0);
	after(&m, CLOCK_MEANT_S - 10);
	for (uint64_t n = 0; n < 3; n++)
		look(&m, n, n, true, false);
	assert_int_equal(after(&m, 10), CLOCK_SAME);
	assert_int_equal(m.clock.calm_since, 0);
}

static void
a_clock_before_the_build_is_wrong_whatever_ntp_says(UNUSED void **state)
{
	struct machine m = machine(true);

	m.evidence.built_at = WALL + CLOCK_BUILD_SLACK_S;
	assert_int_equal(after(&m, 0), CLOCK_SAME);
	m.evidence.built_at++;
	assert_int_equal(after(&m, 0), CLOCK_BEGAN);
	assert_int_equal(m.clock.why, CLOCK_BEFORE_BUILD);
}

static void
a_clock_before_what_the_store_has_seen_is_doubted(UNUSED void **state)
{
	struct machine m = machine(false);

	m.clock.newest_seen = WALL + CLOCK_JUMP_S + 1;
	assert_int_equal(after(&m, 0), CLOCK_BEGAN);
	assert_int_equal(m.clock.why, CLOCK_BEFORE_STORE);

	m = machine(false);
	m.clock.newest_seen = WALL + CLOCK_JUMP_S;
	assert_int_equal(after(&m, 0), CLOCK_SAME);
	m = machine(true);
	m.clock.newest_seen = WALL + DAY;
	assert_int_equal(after(&m, 0), CLOCK_SAME);
}

static void
half_of_ten_looks_speak_against_it(UNUSED void **state)
{
	struct machine m = machine(false);

	after(&m, 0);
	for (uint64_t n = 0; n < 5; n++)
		look(&m, 10 + n, 0, false, false);
	for (uint64_t n = 0; n < 4; n++)
		look(&m, n, n, true, false);
	assert_int_equal(after(&m, 1), CLOCK_SAME);
	look(&m, 4, 4, true, false);
	assert_int_equal(after(&m, 1), CLOCK_BEGAN);
	assert_int_equal(m.clock.why, CLOCK_AGAINST_DATES);
	/* They are wrong still, which is no news, and says the same. */
	for (uint64_t n = 0; n < 5; n++)
		look(&m, n, n, true, true);
	assert_int_equal(after(&m, CLOCK_CALM_S), CLOCK_SAME);
	assert_int_equal(m.clock.calm_since, 0);
}

static void
one_certificate_under_many_is_no_clock(UNUSED void **state)
{
	struct machine m = machine(false);

	after(&m, 0);
	for (uint64_t n = 0; n < 60; n++)
		look(&m, n, n % (CLOCK_CERTIFICATES - 1), true, false);
	assert_int_equal(after(&m, 1), CLOCK_SAME);
}

static void
what_was_expired_before_says_nothing(UNUSED void **state)
{
	struct machine m = machine(false);

	m.all = 3;
	after(&m, 0);
	for (uint64_t n = 0; n < 60; n++)
		look(&m, n, n, true, true);
	assert_int_equal(after(&m, 1), CLOCK_SAME);
}

static void
kept_right_it_is_believed_against_all_dates(UNUSED void **state)
{
	struct machine m = machine(true);

	after(&m, 0);
	for (uint64_t n = 0; n < 60; n++)
		look(&m, n, n, true, false);
	assert_int_equal(after(&m, 1), CLOCK_SAME);
}

static void
in_a_sandbox_a_jump_is_held_until_ten_looks_agree(UNUSED void **state)
{
	struct machine m = machine(false);

	m.evidence.is_known = false;
	after(&m, 0);
	m.evidence.wall_s += DAY;
	assert_int_equal(after(&m, 0), CLOCK_DOUBTED);
	for (uint64_t n = 0; n < CLOCK_LOOKS - 1; n++)
		look(&m, n, n, false, false);
	assert_int_equal(after(&m, CLOCK_SETTLE_S), CLOCK_SAME);
	assert_int_equal(m.clock.calm_since, 0);
	look(&m, 77, 77, false, false);
	after(&m, 1);
	assert_int_equal(after(&m, CLOCK_CALM_S), CLOCK_ENDED);
}

static void
in_a_sandbox_it_is_told_when_dates_speak_against_it(UNUSED void **state)
{
	struct machine m = machine(false);

	m.evidence.is_known = false;
	after(&m, 0);
	m.evidence.wall_s += 400 * DAY;
	assert_int_equal(after(&m, 0), CLOCK_DOUBTED);
	for (uint64_t n = 0; n < CLOCK_LOOKS; n++)
		look(&m, n, n, n % 2 == 0, false);
	assert_int_equal(after(&m, 1), CLOCK_BEGAN);
	assert_int_equal(m.clock.why, CLOCK_JUMPED);
}

static void
set_right_by_hand_it_is_judged_anew(UNUSED void **state)
{
	struct machine m = machine(false);

	m.all = 3;
	after(&m, 0);
	for (uint64_t n = 0; n < 3; n++)
		look(&m, n, n, true, false);
	assert_int_equal(after(&m, 1), CLOCK_BEGAN);
	m.evidence.wall_s -= 90 * DAY;
	assert_int_equal(after(&m, 1), CLOCK_SAME);
	assert_int_equal(after(&m, CLOCK_CALM_S), CLOCK_ENDED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_clock_that_nobody_keeps_is_no_fault),
	    cmocka_unit_test(
		a_jump_is_doubted_at_once_and_told_when_nobody_vouches),
	    cmocka_unit_test(less_than_that_moves_nothing),
	    cmocka_unit_test(a_jump_that_ntp_vouches_for_is_not_told),
	    cmocka_unit_test(what_jumps_back_is_believed_a_minute_later),
	    cmocka_unit_test(a_jump_is_taken_for_meant_after_a_day),
	    cmocka_unit_test(but_not_while_the_dates_speak_against_it),
	    cmocka_unit_test(
		a_clock_before_the_build_is_wrong_whatever_ntp_says),
	    cmocka_unit_test(a_clock_before_what_the_store_has_seen_is_doubted),
	    cmocka_unit_test(half_of_ten_looks_speak_against_it),
	    cmocka_unit_test(one_certificate_under_many_is_no_clock),
	    cmocka_unit_test(what_was_expired_before_says_nothing),
	    cmocka_unit_test(kept_right_it_is_believed_against_all_dates),
	    cmocka_unit_test(in_a_sandbox_a_jump_is_held_until_ten_looks_agree),
	    cmocka_unit_test(
		in_a_sandbox_it_is_told_when_dates_speak_against_it),
	    cmocka_unit_test(set_right_by_hand_it_is_judged_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
