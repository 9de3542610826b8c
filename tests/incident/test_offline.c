/* Is it the servers, or the monitor's own network? */
#include "incident/offline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cleanup.h"

#define START 100000

/* A fleet of so many targets that all answered; `at` moves on with each. */
struct fleet_of {
	struct offline offline;
	size_t answering; /* OFFLINE_UNKNOWN: too many */
	int64_t at;
	unsigned began, answered, ended;
};

static void
count(struct fleet_of *fleet, enum offline_change change)
{
	fleet->began += change == OFFLINE_BEGAN;
	fleet->answered += change == OFFLINE_ANSWERED;
	fleet->ended += change == OFFLINE_ENDED;
}

static void
note(struct fleet_of *fleet, struct sample_look look, bool was_failing)
{
	look.at = fleet->at++;
	if (look.is_bad && !was_failing && fleet->answering != OFFLINE_UNKNOWN)
		fleet->answering--;
	count(fleet,
	    offline_note(
		&fleet->offline, &look, was_failing, fleet->answering));
}

/* Endpoint n, alone in its network. */
static struct sample_look
apart(uint64_t n, bool is_bad)
{
	return (struct sample_look){
	    .target = n,
	    .endpoint = n,
	    .address = n,
	    .network = n,
	    .is_bad = is_bad,
	};
}

static void
breaks(struct fleet_of *fleet, uint64_t from, uint64_t to)
{
	for (uint64_t n = from; n < to; n++)
		note(fleet, apart(n, true), false);
}

static void
answers(struct fleet_of *fleet, uint64_t from, uint64_t to)
{
	for (uint64_t n = from; n < to; n++)
		note(fleet, apart(n, false), false);
}

static struct fleet_of
fleet_of(size_t answering)
{
	return (struct fleet_of){.answering = answering, .at = START};
}

static void
all_three_of_three_are_the_monitor(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(3);

	breaks(&fleet, 0, 2);
	assert_int_equal(fleet.began, 0);
	breaks(&fleet, 2, 3);
	assert_int_equal(fleet.began, 1);
	assert_int_equal(fleet.offline.since, START);
}

static void
two_of_two_are_not_enough_to_tell(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(2);

	breaks(&fleet, 0, 2);
	assert_int_equal(fleet.began, 0);
}

static void
one_endpoint_is_enough_without_a_way_to_it(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(1);
	struct sample_look look = apart(0, true);

	look.is_cut_off = true;
	note(&fleet, look, false);
	assert_int_equal(fleet.began, 1);
}

static void
no_way_to_one_while_another_answers_is_no_outage(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(9);
	struct sample_look look = apart(0, true);

	look.is_cut_off = true;
	note(&fleet, look, false);
	answers(&fleet, 1, 2);
	look = apart(2, true);
	look.is_cut_off = true;
	note(&fleet, look, false);
	assert_int_equal(fleet.began, 0);
}

static void
three_targets_of_one_endpoint_are_that_endpoint(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(3);

	for (uint64_t n = 0; n < 3; n++) {
		struct sample_look look = apart(n, true);

		look.endpoint = 7;
		note(&fleet, look, false);
	}
	assert_int_equal(fleet.began, 0);
}

static void
fifty_names_at_one_address_are_one_server(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(50);

	for (uint64_t n = 0; n < 50; n++) {
		struct sample_look look = apart(n, true);

		look.address = look.network = 7;
		note(&fleet, look, false);
	}
	assert_int_equal(fleet.began, 0);
}

static void
a_fleet_in_one_network_that_fails_whole_is_the_monitor(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_ONE_NETWORK);

	for (uint64_t n = 0; n < OFFLINE_ONE_NETWORK; n++) {
		struct sample_look look = apart(n, true);

		assert_int_equal(fleet.began, 0);
		look.network = 7;
		note(&fleet, look, false);
	}
	assert_int_equal(fleet.began, 1);
}

static void
a_large_fleet_takes_twenty_in_a_row(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	breaks(&fleet, 0, OFFLINE_RUN - 1);
	answers(&fleet, 100, 101);
	breaks(&fleet, 200, 200 + OFFLINE_RUN - 11);
	assert_int_equal(fleet.began, 0);
	answers(&fleet, 300, 310);
	breaks(&fleet, 400, 400 + OFFLINE_RUN - 1);
	assert_int_equal(fleet.began, 0);
	breaks(&fleet, 500, 501);
	assert_int_equal(fleet.began, 1);
}

/* All in one second: the refused before the first handshake ends. */
static void
a_row_within_a_second_tells_nothing_until_it_lasts(UNUSED void **state)
{
	struct fleet_of start = fleet_of(OFFLINE_UNKNOWN), dead = start;

	for (uint64_t n = 0; n < 2 * OFFLINE_MANY; n++) {
		note(&start, apart(n, true), false);
		start.at = START;
	}
	dead.offline = start.offline;
	answers(&start, 100, 150);
	breaks(&start, 200, 205);
	assert_int_equal(start.began, 0);

	dead.at = START + OFFLINE_LATELY_S;
	breaks(&dead, 100, 101);
	assert_int_equal(dead.began, 1);
	assert_int_equal(dead.offline.since, START);
}

static void
answers_of_before_count_for_some_seconds_only(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	for (uint64_t n = 0; n < 500; n++) {
		fleet.at = START + (int64_t)(n / 100);
		answers(&fleet, n, n + 1);
	}
	for (uint64_t n = 500; n < 1500 && fleet.began == 0; n++) {
		fleet.at = START + (int64_t)(n / 100);
		breaks(&fleet, n, n + 1);
	}
	assert_int_equal(fleet.began, 1);
	assert_in_range(fleet.at, START + 5 + OFFLINE_LATELY_S,
	    START + 6 + 2 * OFFLINE_LATELY_S);
}

static void
nine_of_ten_of_thirty_are_the_monitor(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	for (uint64_t n = 0; n < OFFLINE_MANY - 1; n++)
		note(&fleet, apart(n, n % 10 != 5), false);
	assert_int_equal(fleet.began, 0);
	note(&fleet, apart(OFFLINE_MANY, true), false);
	assert_int_equal(fleet.began, 1);
}

static void
half_the_fleet_is_not_the_monitor(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	for (uint64_t n = 0; n < 500; n++)
		note(&fleet, apart(n, n % 2 == 0), false);
	assert_int_equal(fleet.began, 0);
}

static void
four_of_five_of_a_small_fleet_are_and_three_are_not(UNUSED void **state)
{
	struct fleet_of four = fleet_of(5), three = fleet_of(5);

	answers(&four, 0, 1);
	breaks(&four, 1, 4);
	/* The one that answered did so before; and is not known to now. */
	assert_int_equal(four.began, 0);
	breaks(&four, 4, 5);
	assert_int_equal(four.began, 0);
	answers(&four, 0, 1);
	assert_int_equal(four.began, 0);
	breaks(&four, 1, 2);
	assert_int_equal(four.began, 1);

	breaks(&three, 0, 3);
	answers(&three, 3, 5);
	note(&three, apart(2, true), true);
	assert_int_equal(three.began, 0);
}

static void
what_was_down_before_says_nothing(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(4);

	for (unsigned i = 0; i < 100; i++)
		note(&fleet, apart(i % 20, true), true);
	assert_int_equal(fleet.began, 0);
	assert_int_equal(fleet.offline.sample.len, 0);
}

static void
what_failed_long_ago_was_not_at_once(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(3);

	breaks(&fleet, 0, 1);
	fleet.at += OFFLINE_WINDOW_S;
	breaks(&fleet, 1, 3);
	assert_int_equal(fleet.began, 0);
}

static void
it_ends_when_answers_have_come_for_a_minute(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(3);

	breaks(&fleet, 0, 3);
	assert_int_equal(
	    offline_tick(&fleet.offline, START + 86400), OFFLINE_SAME);
	fleet.at = START + 500;
	answers(&fleet, 0, 1);
	assert_int_equal(fleet.answered, 1);
	answers(&fleet, 1, 3);
	assert_int_equal(fleet.answered, 1);
	assert_int_equal(
	    offline_tick(&fleet.offline, START + 500 + OFFLINE_CALM_S - 1),
	    OFFLINE_SAME);
	assert_int_equal(
	    offline_tick(&fleet.offline, START + 500 + OFFLINE_CALM_S),
	    OFFLINE_ENDED);
	assert_int_equal(fleet.offline.since, 0);
}

/* The network that came brought the right time: a day less. */
static void
a_clock_set_back_does_not_prolong_it(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(3);
	int64_t after = START - 86400;

	breaks(&fleet, 0, 3);
	answers(&fleet, 0, 1);
	assert_int_equal(offline_tick(&fleet.offline, after), OFFLINE_SAME);
	assert_int_equal(
	    offline_tick(&fleet.offline, after + OFFLINE_CALM_S - 1),
	    OFFLINE_SAME);
	assert_int_equal(offline_tick(&fleet.offline, after + OFFLINE_CALM_S),
	    OFFLINE_ENDED);
	/* Nobody who fails from now on is taken for part of it. */
	assert_int_equal(offline_doubt_until(&fleet.offline), after);
}

static void
what_fails_after_a_clock_was_set_back_counts(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	fleet.offline.was_back_at = START + 86400;
	answers(&fleet, 0, 1);
	assert_int_equal(offline_doubt_until(&fleet.offline), START);
}

/* What answered while the clock was a day ahead answered before now. */
static void
others_are_asked_for_after_a_clock_was_set_back(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	fleet.at = START + 86400;
	answers(&fleet, 0, 30);
	assert_int_equal(
	    offline_ask_others(&fleet.offline, START), OFFLINE_OTHERS);
}

static void
a_stray_answer_does_not_end_it(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	breaks(&fleet, 0, OFFLINE_RUN);
	answers(&fleet, 90, 91);
	for (uint64_t n = 0; n < 4; n++)
		note(&fleet, apart(n, true), true);
	assert_int_equal(fleet.offline.back_since, 0);
	assert_int_equal(
	    offline_tick(&fleet.offline, START + 86400), OFFLINE_SAME);
}

static void
a_quarter_that_answers_ends_it(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	breaks(&fleet, 0, OFFLINE_RUN);
	answers(&fleet, 90, 91);
	for (uint64_t n = 0; n < 3; n++)
		note(&fleet, apart(n, true), true);
	assert_int_equal(
	    offline_tick(&fleet.offline, START + 86400), OFFLINE_ENDED);
}

static void
one_that_comes_and_goes_has_to_stay_for_longer(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(3);

	for (unsigned i = 0; i < 4; i++) {
		int64_t calm_s = (int64_t)OFFLINE_CALM_S << i;

		breaks(&fleet, 0, 3);
		answers(&fleet, 0, 3);
		fleet.answering = 3;
		fleet.at += calm_s - 10;
		assert_int_equal(
		    offline_tick(&fleet.offline, fleet.at), OFFLINE_SAME);
		fleet.at += 10;
		assert_int_equal(
		    offline_tick(&fleet.offline, fleet.at), OFFLINE_ENDED);
	}
	assert_int_equal(fleet.began, 4);
	fleet.at += OFFLINE_AGAIN_S;
	breaks(&fleet, 0, 3);
	assert_int_equal(fleet.offline.returns, 0);
}

/* A process that ends and one that begins, so many seconds later. */
static void
restart(struct fleet_of *fleet, int64_t down_s)
{
	const struct outage kept =
	    offline_outage(&fleet->offline, OUTAGE_NETWORK);
	bool is_told = kept.since != 0;

	fleet->at += down_s;
	/* What is told of it is known as an event, with another time. */
	fleet->offline =
	    (struct offline){.since = is_told ? kept.since + 7 : 0};
	offline_restore(&fleet->offline, &kept, fleet->at);
}

static struct fleet_of
that_is_nearly_back(void)
{
	struct fleet_of fleet = fleet_of(10);

	breaks(&fleet, 0, 10);
	assert_int_equal(fleet.began, 1);
	answers(&fleet, 0, 5);
	assert_int_equal(fleet.offline.back_since, START + 10);
	return fleet;
}

static void
the_calm_minute_goes_on_after_a_restart(UNUSED void **state)
{
	struct fleet_of fleet = that_is_nearly_back();

	restart(&fleet, 20);
	assert_int_equal(fleet.offline.since, START);
	assert_int_equal(offline_answers(&fleet.offline).looks, 5);
	assert_int_equal(offline_answers(&fleet.offline).bad, 0);
	assert_int_equal(
	    offline_tick(&fleet.offline, START + 10 + OFFLINE_CALM_S - 1),
	    OFFLINE_SAME);
	assert_int_equal(
	    offline_tick(&fleet.offline, START + 10 + OFFLINE_CALM_S),
	    OFFLINE_ENDED);
	assert_int_equal(offline_doubt_until(&fleet.offline), START + 10);
	assert_int_equal(offline_answers(&fleet.offline).looks, 0);
}

static void
what_fails_after_a_restart_counts_against_the_calm(UNUSED void **state)
{
	struct fleet_of fleet = that_is_nearly_back();

	restart(&fleet, 20);
	fleet.answering = 10;
	breaks(&fleet, 0, 30);
	assert_int_equal(fleet.offline.back_since, 0);
	assert_int_equal(
	    offline_tick(&fleet.offline, START + 500), OFFLINE_SAME);
	fleet.at = START + 600;
	answers(&fleet, 0, 1);
	assert_int_equal(fleet.answered, 2);
	assert_int_equal(fleet.ended, 0);
}

/* Nobody looked: it may be gone again. */
static void
calm_that_ended_while_nobody_looked_waits_for_a_look(UNUSED void **state)
{
	struct fleet_of fleet = that_is_nearly_back();

	restart(&fleet, 3600);
	assert_int_equal(offline_tick(&fleet.offline, fleet.at), OFFLINE_SAME);
	answers(&fleet, 0, 1);
	assert_int_equal(fleet.ended, 1);
	fleet = that_is_nearly_back();
	restart(&fleet, 3600);
	breaks(&fleet, 0, 1);
	assert_int_equal(fleet.ended, 0);
	assert_int_equal(fleet.offline.back_since, 0);
}

static void
that_it_comes_and_goes_is_known_after_a_restart(UNUSED void **state)
{
	struct fleet_of fleet = that_is_nearly_back();

	assert_int_equal(
	    offline_tick(&fleet.offline, START + 100), OFFLINE_ENDED);
	restart(&fleet, 60);
	assert_int_equal(fleet.offline.since, 0);
	assert_int_equal(offline_doubt_until(&fleet.offline), START + 10);
	fleet.at = START + 200;
	fleet.answering = 10;
	answers(&fleet, 0, 10);
	breaks(&fleet, 0, 10);
	assert_int_equal(fleet.began, 2);
	assert_int_equal(fleet.offline.returns, 1);
}

static void
others_are_asked_for_in_doubt_and_not_twice(UNUSED void **state)
{
	struct fleet_of fleet = fleet_of(OFFLINE_UNKNOWN);

	breaks(&fleet, 0, 1);
	assert_int_equal(
	    offline_ask_others(&fleet.offline, START), OFFLINE_OTHERS);
	assert_int_equal(offline_ask_others(&fleet.offline, START + 1), 0);
	fleet.at = START + 100;
	answers(&fleet, 1, 2);
	breaks(&fleet, 2, 3);
	assert_int_equal(offline_ask_others(&fleet.offline, START + 101), 0);
	breaks(&fleet, 3, 3 + OFFLINE_RUN);
	assert_int_equal(fleet.began, 1);
	assert_int_equal(offline_ask_others(&fleet.offline, START + 900), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_three_of_three_are_the_monitor),
	    cmocka_unit_test(two_of_two_are_not_enough_to_tell),
	    cmocka_unit_test(one_endpoint_is_enough_without_a_way_to_it),
	    cmocka_unit_test(no_way_to_one_while_another_answers_is_no_outage),
	    cmocka_unit_test(three_targets_of_one_endpoint_are_that_endpoint),
	    cmocka_unit_test(fifty_names_at_one_address_are_one_server),
	    cmocka_unit_test(
		a_fleet_in_one_network_that_fails_whole_is_the_monitor),
	    cmocka_unit_test(a_large_fleet_takes_twenty_in_a_row),
	    cmocka_unit_test(
		a_row_within_a_second_tells_nothing_until_it_lasts),
	    cmocka_unit_test(answers_of_before_count_for_some_seconds_only),
	    cmocka_unit_test(nine_of_ten_of_thirty_are_the_monitor),
	    cmocka_unit_test(half_the_fleet_is_not_the_monitor),
	    cmocka_unit_test(
		four_of_five_of_a_small_fleet_are_and_three_are_not),
	    cmocka_unit_test(what_was_down_before_says_nothing),
	    cmocka_unit_test(what_failed_long_ago_was_not_at_once),
	    cmocka_unit_test(it_ends_when_answers_have_come_for_a_minute),
	    cmocka_unit_test(a_clock_set_back_does_not_prolong_it),
	    cmocka_unit_test(what_fails_after_a_clock_was_set_back_counts),
	    cmocka_unit_test(others_are_asked_for_after_a_clock_was_set_back),
	    cmocka_unit_test(a_stray_answer_does_not_end_it),
	    cmocka_unit_test(a_quarter_that_answers_ends_it),
	    cmocka_unit_test(one_that_comes_and_goes_has_to_stay_for_longer),
	    cmocka_unit_test(the_calm_minute_goes_on_after_a_restart),
	    cmocka_unit_test(
		what_fails_after_a_restart_counts_against_the_calm),
	    cmocka_unit_test(
		calm_that_ended_while_nobody_looked_waits_for_a_look),
	    cmocka_unit_test(that_it_comes_and_goes_is_known_after_a_restart),
	    cmocka_unit_test(others_are_asked_for_in_doubt_and_not_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
