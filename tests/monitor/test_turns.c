/* Names with many addresses: by turns, in measure, and all in the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/monitor_rig.h"

#define HOST "www.example.test"
#define MANY 200
#define INTERVAL_S 300
#define ROUND_S (9 * INTERVAL_S) /* 200 addresses, 24 an interval */

static const char *
address(unsigned i)
{
	static char text[IP_ADDRESS_TEXT_MAX];

	snprintf(text, sizeof text, "192.0.2.%u", i + 1);
	return text;
}

/* A name with so many addresses, all of them well. */
static void
start(struct rig *rig, unsigned count, int64_t interval_s)
{
	struct strbuf list = STRBUF_INIT(8192);

	for (unsigned i = 0; i < count; i++) {
		rig_serve(rig, address(i), RIG_GOOD);
		strbuf_addf(&list, "%s%s", i == 0 ? "" : " ", address(i));
	}
	fake_resolve_set(rig->resolver, HOST, strbuf_text(&list), 86400);
	rig_endpoint(rig, HOST, "", interval_s);
	rig_apply(rig);
	strbuf_clear(&list);
}

static unsigned
looks_between(const struct rig *rig, int64_t from_ms, int64_t to_ms)
{
	unsigned count = 0;

	ARRAY_EACH (look, &rig->looks)
		count += look->at_ms >= from_ms && look->at_ms < to_ms;
	return count;
}

static void
an_interval_looks_at_a_sample(void **state)
{
	struct rig *rig = *state;

	start(rig, MANY, INTERVAL_S);
	rig_run(rig, ROUND_S);
	/* Their phases are as chance has them: about 23 each. */
	for (int64_t i = 1; i < 9; i++)
		assert_in_range(looks_between(rig, i * INTERVAL_S * 1000,
				    (i + 1) * INTERVAL_S * 1000),
		    8, 45);
	assert_int_equal(rig_count(rig, EVENT_FIRST_PASS), 1);
}

static void
every_address_gets_its_turn(void **state)
{
	struct rig *rig = *state;

	start(rig, MANY, INTERVAL_S);
	rig_run(rig, 2 * ROUND_S + 60);
	for (unsigned i = 0; i < MANY; i++)
		assert_in_range(rig_looks(rig, address(i)), 2, 3);
}

static void
a_few_addresses_are_looked_at_each_interval(void **state)
{
	struct rig *rig = *state;

	start(rig, 24, INTERVAL_S);
	rig_run(rig, 10 * INTERVAL_S);
	for (unsigned i = 0; i < 24; i++)
		assert_in_range(rig_looks(rig, address(i)), 10, 11);
}

static void
listed_addresses_are_always_looked_at(void **state)
{
	struct rig *rig = *state;
	struct strbuf list = STRBUF_INIT(8192);

	for (unsigned i = 0; i < 50; i++) {
		rig_serve(rig, address(i), RIG_GOOD);
		strbuf_addf(&list, "%s%s", i == 0 ? "" : " ", address(i));
	}
	rig_endpoint(rig, HOST, strbuf_text(&list), INTERVAL_S);
	strbuf_clear(&list);
	rig_apply(rig);
	rig_run(rig, 4 * INTERVAL_S);
	for (unsigned i = 0; i < 50; i++)
		assert_in_range(rig_looks(rig, address(i)), 4, 5);
}

static void
no_minute_has_more_than_its_measure(void **state)
{
	struct rig *rig = *state;

	/* By the sample alone it were 24 each 5 s. */
	start(rig, MANY, 5);
	rig_run(rig, 900);
	for (int64_t minute = 0; minute < 15; minute++)
		assert_in_range(
		    looks_between(rig, minute * 60000, (minute + 1) * 60000), 0,
		    2 * ENDPOINT_LOOKS_PER_MINUTE);
	assert_true(looks_between(rig, 0, 900000) <=
	    15 * ENDPOINT_LOOKS_PER_MINUTE + ENDPOINT_LOOKS_PER_MINUTE);
	for (unsigned i = 0; i < MANY; i++)
		assert_true(rig_looks(rig, address(i)) >= 5);
}

static void
the_sentence_says_that_it_is_a_sample(void **state)
{
	struct rig *rig = *state;

	start(rig, MANY, INTERVAL_S);
	rig_run(rig, ROUND_S + 60);
	for (unsigned i = 0; i < MANY; i++)
		rig_serve(rig, address(i), RIG_LEAF_ONLY);
	rig_run(rig, INTERVAL_S);
	assert_non_null(strstr(rig_event(rig, EVENT_CHAIN_REGRESSED)->text,
	    "of 200 addresses (23 are looked at each interval, by turns)"));
}

/* The whole endpoint is looked at again when one of its chains changed: in
 * measure, too. */
static void
a_change_is_no_reason_for_a_storm(void **state)
{
	struct rig *rig = *state;
	int64_t from_ms;

	start(rig, MANY, INTERVAL_S);
	rig_run(rig, ROUND_S + 60);
	from_ms = (ROUND_S + 60) * 1000;
	for (unsigned i = 0; i < MANY; i++)
		rig_serve(rig, address(i), RIG_LEAF_ONLY);
	rig_run(rig, 900);
	for (int64_t minute = 0; minute < 15; minute++)
		assert_in_range(looks_between(rig, from_ms + minute * 60000,
				    from_ms + (minute + 1) * 60000),
		    0, 2 * ENDPOINT_LOOKS_PER_MINUTE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIG_TEST(an_interval_looks_at_a_sample),
	    RIG_TEST(every_address_gets_its_turn),
	    RIG_TEST(a_few_addresses_are_looked_at_each_interval),
	    RIG_TEST(listed_addresses_are_always_looked_at),
	    RIG_TEST(no_minute_has_more_than_its_measure),
	    RIG_TEST(the_sentence_says_that_it_is_a_sample),
	    RIG_TEST(a_change_is_no_reason_for_a_storm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
