/* What a change made worse, as facts. */
#include "incident/regression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

static struct verdict *
made(const char *cert, const char *names)
{
	const struct made_leaf leaf = {.names = names};
	const struct made_chain chain = {.certs = {cert}, .leaf = &leaf};

	return verdict_made(&chain);
}

static void
a_lost_name_is_a_fact_unless_it_is_watched(void **state)
{
	CLEANUP(verdict_unref)
	struct verdict *before = made("L1", "a.example,b.example");
	CLEANUP(verdict_unref) struct verdict *after = made("L2", "a.example");
	struct steps steps;
	fact_array facts = {0};

	steps_init(&steps);
	assert_true(
	    regression_add_facts(&steps.step, 8443, before, after, &facts));
	assert_int_equal(facts.len, 1);
	assert_int_equal(facts.items[0].code, FINDING_NAMES_LOST);
	assert_ptr_equal(facts.items[0].sha256, after->certs[0]->sha256);
	facts.len = 0;
	steps_watch(&steps, "b", 1);
	assert_false(
	    regression_add_facts(&steps.step, 8443, before, after, &facts));
	assert_int_equal(facts.len, 0);
	ARRAY_CLEAR(&facts);
	steps_clear(&steps);
}

static void
it_stands_behind_faults_that_are_as_bad(void **state)
{
	CLEANUP(verdict_unref)
	struct verdict *before = made("L1", "a.example,b.example");
	CLEANUP(verdict_unref) struct verdict *after = made("L2", "a.example");
	struct steps steps;
	fact_array facts = {0};

	steps_init(&steps);
	ARRAY_ADD(&facts)->severity = SEVERITY_CRITICAL;
	ARRAY_ADD(&facts)->severity = SEVERITY_NOTICE;
	assert_true(
	    regression_add_facts(&steps.step, 443, before, after, &facts));
	assert_int_equal(facts.len, 3);
	assert_int_equal(facts.items[1].code, FINDING_NAMES_LOST);
	assert_int_equal(facts.items[2].severity, SEVERITY_NOTICE);
	ARRAY_CLEAR(&facts);
	steps_clear(&steps);
}

static void
the_chain_before_counts_if_it_was_good(void **state)
{
	CLEANUP(verdict_unref) struct verdict *good = made("L1", "a.example");
	CLEANUP(verdict_unref) struct verdict *next = made("L2", "a.example");
	struct steps steps;
	struct target_state target = {.good = good, .is_seen = true};

	steps_init(&steps);
	target.current = good;
	assert_ptr_equal(regression_baseline(&target, next), good);
	/* worse than the good one in what only a comparison finds */
	target.current = next;
	assert_ptr_equal(regression_baseline(&target, next), good);
	assert_ptr_equal(regression_baseline(&target, good), next);
	/* at fault by itself */
	target.current = steps_chain(&steps, "L3", NULL, FINDING_LEAF_ONLY);
	assert_ptr_equal(regression_baseline(&target, next), good);
	steps_clear(&steps);
}

static void
only_what_comparisons_find_is_a_regression(void **state)
{
	assert_true(regression_is(FINDING_NAMES_LOST));
	assert_true(regression_is(FINDING_CLIENT_AUTH_LOST));
	assert_true(regression_is(FINDING_CHAIN_REGRESSED));
	assert_false(regression_is(FINDING_LEAF_ONLY));
	assert_false(regression_is(FINDING_DIVERGENT_CHAIN));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_lost_name_is_a_fact_unless_it_is_watched),
	    cmocka_unit_test(it_stands_behind_faults_that_are_as_bad),
	    cmocka_unit_test(the_chain_before_counts_if_it_was_good),
	    cmocka_unit_test(only_what_comparisons_find_is_a_regression),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
