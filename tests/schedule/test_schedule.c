/* The heap, and the promises of the planning, as properties. */
#include "schedule/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

#define MINUTE 60000LL
#define HOUR (60 * MINUTE)
#define KEYS 10000

static uint64_t
random_next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return *seed >> 33;
}

static void
first_is_always_the_earliest(void **state)
{
	static struct schedule_item items[500];
	struct schedule *schedule = schedule_new();
	uint64_t seed = 7;

	memset(items, 0, sizeof items);
	for (int step = 0; step < 5000; step++) {
		struct schedule_item *item = &items[random_next(&seed) % 500];
		int64_t earliest = INT64_MAX;
		size_t count = 0;

		if (random_next(&seed) % 3 == 0)
			schedule_remove(schedule, item);
		else
			schedule_set(schedule, item,
			    (int64_t)(random_next(&seed) % 1000));
		for (size_t i = 0; i < 500; i++) {
			if (items[i].slot == 0)
				continue;
			count++;
			if (items[i].due_ms < earliest)
				earliest = items[i].due_ms;
		}
		assert_int_equal(schedule_len(schedule), count);
		if (count > 0)
			assert_int_equal(
			    schedule_first(schedule)->due_ms, earliest);
		else
			assert_null(schedule_first(schedule));
	}
	schedule_free(schedule);
	for (size_t i = 0; i < 500; i++)
		assert_int_equal(items[i].slot, 0);
}

static void
removing_what_is_not_in_does_nothing(void **state)
{
	struct schedule *schedule = schedule_new();
	struct schedule_item item = {0};

	schedule_remove(schedule, &item);
	schedule_set(schedule, &item, 5);
	schedule_remove(schedule, &item);
	schedule_remove(schedule, &item);
	assert_int_equal(schedule_len(schedule), 0);
	schedule_free(schedule);
	schedule_free(NULL);
}

/* Counts due times in 100 equal parts of [from, from + range) and asks that
 * each holds its hundredth, give or take five standard deviations. */
static void
assert_even(const int64_t *due, int64_t from, int64_t range)
{
	int counts[100] = {0};

	for (int i = 0; i < KEYS; i++) {
		assert_true(due[i] >= from);
		assert_true(due[i] <= from + range);
		counts[(due[i] - from) * 100 / (range + 1)]++;
	}
	for (int i = 0; i < 100; i++) {
		assert_true(counts[i] > 50);
		assert_true(counts[i] < 150);
	}
}

static void
first_passes_spread_evenly(void **state)
{
	static const struct {
		int64_t interval, spread, range;
	} rows[] = {
	    {HOUR, 10 * MINUTE, 10 * MINUTE}, {HOUR, HOUR, HOUR},
	    {MINUTE, HOUR, MINUTE}, /* whichever is smaller */
	};
	static int64_t due[KEYS];

	for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
		int64_t now = 123456789;

		/* names as keys, and small numbers as bad ones */
		for (int i = 0; i < KEYS; i++)
			due[i] = schedule_first_due(r % 2 == 0
				? (uint64_t)i
				: hash_bytes(HASH_START, &i, sizeof i),
			    rows[r].interval, rows[r].spread, now);
		assert_even(due, now, rows[r].range);
	}
}

static void
regular_slots_spread_evenly_whatever_came_before(void **state)
{
	static int64_t due[KEYS];
	int64_t now = 55 * HOUR + 17;

	for (int i = 0; i < KEYS; i++)
		due[i] = schedule_next_due((uint64_t)i, HOUR, now);
	assert_even(due, now, HOUR);
}

static void
nothing_is_ever_due_in_the_past(void **state)
{
	uint64_t seed = 3;

	for (int i = 0; i < KEYS; i++) {
		uint64_t key = random_next(&seed);
		int64_t interval = (int64_t)(random_next(&seed) % HOUR);
		int64_t spread = (int64_t)(random_next(&seed) % HOUR);
		int64_t now = (int64_t)random_next(&seed);
		unsigned failures = (unsigned)(random_next(&seed) % 70);

		assert_true(
		    schedule_first_due(key, interval, spread, now) >= now);
		assert_true(schedule_next_due(key, interval + 1, now) > now);
		assert_true(schedule_retry_due(
				key, interval + 1, failures, now) >= now);
	}
	assert_int_equal(schedule_first_due(1, 0, 0, 9), 9);
	assert_int_equal(schedule_next_due(1, 0, 9), 9);
}

static void
phase_is_kept_over_lag_stall_and_restart(void **state)
{
	uint64_t seed = 11, key = 4711;
	int64_t now = 0, slot = schedule_next_due(key, HOUR, now);
	int64_t phase = slot % HOUR;

	for (int i = 0; i < 2000; i++) {
		/* late by up to 20 minutes, now and then by half a day */
		int64_t lag = (int64_t)(random_next(&seed) % (20 * MINUTE));
		int64_t next;

		if (i % 50 == 49)
			lag += 12 * HOUR;
		now = slot + lag;
		next = schedule_next_due(key, HOUR, now);
		assert_int_equal(next % HOUR, phase);
		/* one slot, however many were missed */
		assert_true(next > now);
		assert_true(next <= now + HOUR);
		slot = next;
	}
}

static void
a_stall_is_followed_by_no_burst(void **state)
{
	/* A fleet that was due all along a day's stall: each is probed once
	 * at its end and then spreads over the interval as before. */
	static int64_t due[KEYS];
	int64_t after = 24 * HOUR + 5;

	for (int i = 0; i < KEYS; i++)
		due[i] = schedule_next_due((uint64_t)i, HOUR, after);
	assert_even(due, after, HOUR);
}

static void
a_slot_hit_exactly_is_not_repeated(void **state)
{
	int64_t slot = schedule_next_due(5, HOUR, 0);

	assert_int_equal(schedule_next_due(5, HOUR, slot), slot + HOUR);
}

static void
retries_come_soon_and_grow_back_to_the_interval(void **state)
{
	for (uint64_t key = 0; key < 200; key++) {
		int64_t regular, longest = 0;

		for (unsigned n = 1; n < 20; n++) {
			int64_t now = 7 * HOUR;
			int64_t wait =
			    schedule_retry_due(key, HOUR, n, now) - now;

			regular = schedule_next_due(key, HOUR, now) - now;
			if (n == 1)
				assert_true(wait <= 36000);
			if (n == 2)
				assert_true(wait <= 72000);
			/* a failed look is not repeated at once */
			if (n < 7)
				assert_true(wait >= 12000);
			if (n >= 8)
				assert_int_equal(wait, regular);
			assert_true(wait <= HOUR);
			if (wait > longest)
				longest = wait;
		}
		assert_true(longest > MINUTE);
	}
}

static void
retries_of_a_short_interval_are_not_slower_than_it(void **state)
{
	for (uint64_t key = 0; key < 200; key++) {
		for (unsigned n = 1; n < 10; n++) {
			int64_t due = schedule_retry_due(key, 10000, n, 5000);

			assert_true(due <= 15000);
		}
	}
}

static void
retries_after_one_outage_are_spread(void **state)
{
	static int64_t due[KEYS];
	int64_t now = 3 * HOUR, low = INT64_MAX, high = 0;

	for (int i = 0; i < KEYS; i++) {
		due[i] = schedule_retry_due((uint64_t)i, HOUR, 3, now) - now;
		low = due[i] < low ? due[i] : low;
		high = due[i] > high ? due[i] : high;
	}
	assert_true(high - low > 40000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(first_is_always_the_earliest),
	    cmocka_unit_test(removing_what_is_not_in_does_nothing),
	    cmocka_unit_test(first_passes_spread_evenly),
	    cmocka_unit_test(regular_slots_spread_evenly_whatever_came_before),
	    cmocka_unit_test(nothing_is_ever_due_in_the_past),
	    cmocka_unit_test(phase_is_kept_over_lag_stall_and_restart),
	    cmocka_unit_test(a_stall_is_followed_by_no_burst),
	    cmocka_unit_test(a_slot_hit_exactly_is_not_repeated),
	    cmocka_unit_test(retries_come_soon_and_grow_back_to_the_interval),
	    cmocka_unit_test(
		retries_of_a_short_interval_are_not_slower_than_it),
	    cmocka_unit_test(retries_after_one_outage_are_spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
