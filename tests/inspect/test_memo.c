/* Verdicts remembered: until when, for which key, and how many. */
#include "inspect/memo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NOW 1000000
#define ANY_GENERATION 7

static struct memo_generation
generation_of(uint64_t known)
{
	return (struct memo_generation){.known = known, .revocation = 1};
}

static struct memo_key
key_of(unsigned number)
{
	struct memo_key key = {{0}};

	/* Low byte last: many keys share a bucket. */
	memcpy(key.bytes + 8, &number, sizeof number);
	key.bytes[0] = (uint8_t)(number % 3);
	return key;
}

static struct verdict *
verdict_until(int64_t holds_until)
{
	CLEANUP(report_unref) struct report *report = report_new();

	report->presented = chain_new(NULL, 0);
	report->holds_until = holds_until;
	return verdict_new(report);
}

static struct verdict *
add(struct memo *memo, unsigned number, uint64_t generation)
{
	struct memo_key key = key_of(number);
	struct verdict *verdict = verdict_until(NOW + 100);

	memo_add(memo, &key, verdict, generation_of(generation));
	verdict_unref(verdict); /* the memo holds it */
	return verdict;
}

static struct verdict *
find(struct memo *memo, unsigned number)
{
	struct memo_key key = key_of(number);

	return memo_find(memo, &key, generation_of(ANY_GENERATION), NOW);
}

static void
finds_what_was_added_under_its_key(void **state)
{
	CLEANUP(memo_free) struct memo *memo = memo_new(1000);
	struct verdict *verdicts[200];

	for (unsigned i = 0; i < 200; i++)
		verdicts[i] = add(memo, i, 0);
	for (unsigned i = 0; i < 200; i++)
		assert_ptr_equal(find(memo, i), verdicts[i]);
	assert_null(find(memo, 200));
}

static void
holds_until_the_second_and_no_longer(void **state)
{
	CLEANUP(memo_free) struct memo *memo = memo_new(10);
	struct memo_key key = key_of(1);

	add(memo, 1, 0);
	assert_non_null(
	    memo_find(memo, &key, generation_of(ANY_GENERATION), NOW + 99));
	assert_null(
	    memo_find(memo, &key, generation_of(ANY_GENERATION), NOW + 100));
}

static void
a_chain_with_a_gap_is_asked_again_when_issuers_are_learnt(void **state)
{
	CLEANUP(memo_free) struct memo *memo = memo_new(10);
	struct memo_key key = key_of(1);

	add(memo, 1, 5);
	assert_non_null(memo_find(memo, &key, generation_of(5), NOW));
	assert_null(memo_find(memo, &key, generation_of(6), NOW));
}

static void
a_chain_is_judged_again_when_its_revocation_is_another(void **state)
{
	CLEANUP(memo_free) struct memo *memo = memo_new(10);
	struct memo_key key = key_of(1);
	struct memo_generation generation = generation_of(6);

	add(memo, 1, 0);
	assert_non_null(memo_find(memo, &key, generation, NOW));
	generation.revocation++;
	assert_null(memo_find(memo, &key, generation, NOW));
}

static void
a_newer_verdict_takes_the_place_of_the_old(void **state)
{
	CLEANUP(memo_free) struct memo *memo = memo_new(10);
	struct verdict *second;

	add(memo, 1, 0);
	second = add(memo, 1, 0);
	assert_ptr_equal(find(memo, 1), second);
	assert_int_equal(memo_len(memo), 1);
}

static void
never_holds_more_than_its_maximum(void **state)
{
	CLEANUP(memo_free) struct memo *memo = memo_new(50);

	for (unsigned i = 0; i < 500; i++)
		add(memo, i, 0);
	assert_int_equal(memo_len(memo), 50);
	assert_non_null(find(memo, 499));
}

static void
what_is_asked_for_outlives_what_is_not(void **state)
{
	CLEANUP(memo_free) struct memo *memo = memo_new(50);

	add(memo, 0, 0);
	for (unsigned i = 1; i < 500; i++) {
		add(memo, i, 0);
		assert_non_null(find(memo, 0));
	}
	assert_null(find(memo, 1));
}

static void
forgets_all_when_told(void **state)
{
	CLEANUP(memo_free) struct memo *memo = memo_new(50);

	for (unsigned i = 0; i < 30; i++)
		add(memo, i, 0);
	memo_forget_all(memo);
	assert_int_equal(memo_len(memo), 0);
	assert_null(find(memo, 3));
	add(memo, 3, 0);
	assert_non_null(find(memo, 3));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_what_was_added_under_its_key),
	    cmocka_unit_test(holds_until_the_second_and_no_longer),
	    cmocka_unit_test(
		a_chain_with_a_gap_is_asked_again_when_issuers_are_learnt),
	    cmocka_unit_test(
		a_chain_is_judged_again_when_its_revocation_is_another),
	    cmocka_unit_test(a_newer_verdict_takes_the_place_of_the_old),
	    cmocka_unit_test(never_holds_more_than_its_maximum),
	    cmocka_unit_test(what_is_asked_for_outlives_what_is_not),
	    cmocka_unit_test(forgets_all_when_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
