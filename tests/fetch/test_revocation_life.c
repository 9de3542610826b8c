/* When evidence of revocation is asked for again. */
#include "fetch/revocation_life.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/timestamp.h"

#define HOUR_S 3600
#define DAY_S 86400
#define NOW 1800000000
#define LEAST_S 900

static int64_t
wait_of(
    int64_t begins_ago_s, int64_t ends_in_s, int64_t max_age_s, uint64_t spread)
{
	const struct revocation_life life = {
	    .this_update = NOW - begins_ago_s,
	    .next_update = NOW + ends_in_s,
	    .max_age_s = max_age_s,
	    .spread = spread,
	};

	return revocation_life_next(&life, NOW, LEAST_S) - NOW;
}

static void
it_is_refreshed_at_three_quarters_of_its_life(void **state)
{
	assert_int_equal(wait_of(0, 4 * DAY_S, -1, 0), 3 * DAY_S);
	assert_int_equal(wait_of(DAY_S, 7 * DAY_S, -1, 0), 5 * DAY_S);
	/* late in its life: half of the rest */
	assert_int_equal(wait_of(9 * DAY_S, DAY_S, -1, 0), DAY_S / 2);
}

static void
what_came_together_is_not_asked_together(void **state)
{
	for (uint64_t i = 0; i < 1000000; i += 977) {
		int64_t wait_s = wait_of(0, 4 * DAY_S, -1, i);

		assert_true(wait_s <= 3 * DAY_S);
		assert_true(wait_s > 3 * DAY_S / 10 * 9);
	}
	assert_true(
	    wait_of(0, 4 * DAY_S, -1, 1) != wait_of(0, 4 * DAY_S, -1, 2));
}

static void
the_web_may_say_that_it_is_sooner_but_not_later(void **state)
{
	assert_int_equal(wait_of(0, 4 * DAY_S, HOUR_S, 0), HOUR_S);
	assert_int_equal(wait_of(0, 4 * DAY_S, 99 * DAY_S, 0), 3 * DAY_S);
	assert_int_equal(wait_of(0, 4 * DAY_S, 0, 0), LEAST_S);
}

static void
a_short_life_counts_more_than_our_patience(void **state)
{
	assert_int_equal(wait_of(0, 600, -1, 0), 600);
	/* it ended */
	assert_int_equal(wait_of(DAY_S, -5, -1, 0), LEAST_S / 10);
}

static void
a_list_that_nobody_renews_is_asked_for_less_and_less(void **state)
{
	int64_t at = 0;
	unsigned count = 0;

	for (; at < 30 * (int64_t)DAY_S; count++)
		at += wait_of(at + DAY_S, -at, -1, 0);
	assert_in_range(count, 30 * 4, 30 * 4 + 30);
	assert_int_equal(wait_of(DAY_S, -4 * HOUR_S, -1, 0), HOUR_S);
	assert_int_equal(
	    wait_of(DAY_S, -4000 * (int64_t)DAY_S, -1, 0), 6 * HOUR_S);
}

static void
without_an_end_there_is_one(void **state)
{
	struct revocation_life life = {
	    .this_update = NOW, .next_update = 0, .max_age_s = -1};

	assert_int_equal(
	    revocation_life_next(&life, NOW, LEAST_S), NOW + 12 * HOUR_S);
	life.next_update = TIMESTAMP_NEVER;
	assert_int_equal(
	    revocation_life_next(&life, NOW, LEAST_S), NOW + 12 * HOUR_S);
	/* or it is further than anybody should trust */
	assert_int_equal(wait_of(0, 400 * (int64_t)DAY_S, -1, 0), 7 * DAY_S);
}

static void
what_failed_is_tried_later_and_later(void **state)
{
	static const int64_t waits_s[] = {300, 600, 1200, 2400, 3000, 3000};

	for (unsigned i = 0; i < 6; i++)
		assert_int_equal(
		    revocation_life_retry(i + 1, NOW, 300, 3000) - NOW,
		    waits_s[i]);
	assert_int_equal(
	    revocation_life_retry(4000000000u, NOW, 300, 3000) - NOW, 3000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_refreshed_at_three_quarters_of_its_life),
	    cmocka_unit_test(what_came_together_is_not_asked_together),
	    cmocka_unit_test(the_web_may_say_that_it_is_sooner_but_not_later),
	    cmocka_unit_test(a_short_life_counts_more_than_our_patience),
	    cmocka_unit_test(
		a_list_that_nobody_renews_is_asked_for_less_and_less),
	    cmocka_unit_test(without_an_end_there_is_one),
	    cmocka_unit_test(what_failed_is_tried_later_and_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
