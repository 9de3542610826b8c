/* What becomes of a delivery after each answer. */
#include "notify/delivery_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MOST UINT32_MAX

static struct delivery_plan
plan(int status, int64_t retry_after_s, struct delivery_tries before,
    uint32_t chance)
{
	const struct http_result result = {
	    .outcome = HTTP_ANSWERED,
	    .status = status,
	    .retry_after_s = retry_after_s,
	};

	return delivery_plan(&result, before, chance);
}

static struct delivery_tries
tries(unsigned attempts, unsigned refusals)
{
	return (struct delivery_tries){
	    .attempts = attempts, .refusals = refusals};
}

static void
each_status_has_its_action(void **state)
{
	static const struct {
		int status;
		enum delivery_action action;
		bool is_sink_trouble;
	} rows[] = {
	    {200, DELIVERY_DONE, false},
	    {204, DELIVERY_DONE, false},
	    {302, DELIVERY_RETRY, false},
	    {400, DELIVERY_RETRY, false},
	    {401, DELIVERY_RETRY, false},
	    {404, DELIVERY_RETRY, false},
	    {408, DELIVERY_RETRY, true},
	    {410, DELIVERY_BURY, false},
	    {425, DELIVERY_RETRY, true},
	    {429, DELIVERY_RETRY, true},
	    {500, DELIVERY_RETRY, true},
	    {503, DELIVERY_RETRY, true},
	    {600, DELIVERY_RETRY, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct delivery_plan got =
		    plan(rows[i].status, 0, tries(0, 0), 7);

		if (got.action != rows[i].action ||
		    got.is_sink_trouble != rows[i].is_sink_trouble)
			fail_msg("status %d", rows[i].status);
	}
}

static void
a_refused_message_is_buried_after_the_tries(void **state)
{
	const unsigned most = DELIVERY_REFUSED_TRIES;

	assert_int_equal(
	    plan(400, 0, tries(most - 2, most - 2), 0).action, DELIVERY_RETRY);
	assert_int_equal(
	    plan(400, 0, tries(most - 1, most - 1), 0).action, DELIVERY_BURY);
}

static void
outages_do_not_count_as_refusals(void **state)
{
	struct delivery_plan got = plan(400, 0, tries(5000, 0), MOST);
	struct http_result bad = {.outcome = HTTP_ANSWERED, .status = 400};

	assert_int_equal(got.action, DELIVERY_RETRY);
	assert_true(got.is_refusal);
	/* Nor for how soon it is tried again. */
	assert_int_equal(got.wait_ms, DELIVERY_FIRST_MS);
	assert_false(plan(500, 0, tries(0, 0), 0).is_refusal);
	assert_true(plan(410, 0, tries(0, 0), 0).is_refusal);
	/* whose receiver says so knows that it will never be taken */
	assert_int_equal(
	    delivery_outcome_of(&bad, true).verdict, DELIVERY_REFUSED_FOR_GOOD);
	assert_int_equal(
	    delivery_outcome_of(&bad, false).verdict, DELIVERY_REFUSED);
	bad.status = 404;
	assert_int_equal(
	    delivery_outcome_of(&bad, true).verdict, DELIVERY_REFUSED);
}

static void
trouble_is_never_given_up(void **state)
{
	struct http_result result = {.outcome = HTTP_NOT_CONNECTED};
	struct delivery_tries many = tries(100000, 11);

	assert_int_equal(plan(500, 0, many, 0).action, DELIVERY_RETRY);
	assert_int_equal(
	    delivery_plan(&result, many, 0).action, DELIVERY_RETRY);
	assert_true(delivery_plan(&result, tries(0, 0), 0).is_sink_trouble);
}

static void
waits_double_up_to_a_bound_and_are_spread(void **state)
{
	assert_int_equal(delivery_backoff_ms(1, MOST), DELIVERY_FIRST_MS);
	assert_int_equal(delivery_backoff_ms(2, MOST), 2 * DELIVERY_FIRST_MS);
	assert_int_equal(delivery_backoff_ms(4, MOST), 8 * DELIVERY_FIRST_MS);
	assert_int_equal(delivery_backoff_ms(40, MOST), DELIVERY_MOST_MS);
	assert_int_equal(delivery_backoff_ms(40, 0), DELIVERY_LEAST_MS);
	assert_in_range(delivery_backoff_ms(40, MOST / 2),
	    DELIVERY_MOST_MS * 4 / 10, DELIVERY_MOST_MS * 6 / 10);
}

static void
retry_after_is_obeyed_and_capped(void **state)
{
	assert_in_range(plan(429, 120, tries(0, 0), 0).wait_ms, 120000, 122000);
	assert_in_range(
	    plan(503, 120, tries(8, 0), MOST).wait_ms, 120000, 122000);
	assert_in_range(plan(503, 99999999, tries(0, 0), MOST).wait_ms,
	    DELIVERY_RETRY_AFTER_MAX_S * 1000,
	    DELIVERY_RETRY_AFTER_MAX_S * 1000 + DELIVERY_FIRST_MS);
	assert_in_range(plan(503, 0, tries(0, 0), MOST).wait_ms,
	    DELIVERY_LEAST_MS, DELIVERY_FIRST_MS);
}

static void
an_answer_too_long_to_read_was_an_answer(void **state)
{
	struct http_result result = {.outcome = HTTP_TOO_LARGE, .status = 200};

	assert_int_equal(
	    delivery_plan(&result, tries(0, 0), 0).action, DELIVERY_DONE);
	result.status = 500;
	assert_int_equal(
	    delivery_plan(&result, tries(0, 0), 0).action, DELIVERY_RETRY);
}

static void
words_name_the_status_or_the_failure(void **state)
{
	struct http_result result = {.outcome = HTTP_ANSWERED, .status = 503};
	char words[64];

	delivery_words(&result, words, sizeof words);
	assert_string_equal(words, "HTTP status 503");
	result = (struct http_result){
	    .outcome = HTTP_TIMEOUT, .detail = "no answer in time"};
	delivery_words(&result, words, sizeof words);
	assert_string_equal(words, "no answer in time");
	result.detail[0] = '\0';
	delivery_words(&result, words, 5);
	assert_string_equal(words, "time");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_status_has_its_action),
	    cmocka_unit_test(a_refused_message_is_buried_after_the_tries),
	    cmocka_unit_test(outages_do_not_count_as_refusals),
	    cmocka_unit_test(trouble_is_never_given_up),
	    cmocka_unit_test(waits_double_up_to_a_bound_and_are_spread),
	    cmocka_unit_test(retry_after_is_obeyed_and_capped),
	    cmocka_unit_test(an_answer_too_long_to_read_was_an_answer),
	    cmocka_unit_test(words_name_the_status_or_the_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
