/* Facts come, stay and go. */
#include "incident/facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

/* The target shows the chain at address 1. */
static void
show(struct steps *steps, struct watched *watched, struct verdict *verdict,
    fact_array *facts, unsigned needed)
{
	struct place address = steps_place(1);
	struct look look = steps_look(verdict, FAILURE_NONE);

	facts_of(&look, facts);
	facts_enter(&steps->step, watched, &address, facts);
	facts_leave(&steps->step, watched, &address, verdict, facts, needed);
}

static void
the_certificate_is_the_subject_where_the_fault_lies_in_it(void **state)
{
	struct made_chain made = {
	    .certs = {"L1", "I1"},
	    .findings = {{FINDING_LEAF_EXPIRED, SEVERITY_OK, "L1"},
		{FINDING_LEAF_ONLY, SEVERITY_OK, "L1"},
		{FINDING_WEAK_KEY, SEVERITY_OK, NULL}},
	    .finding_count = 3,
	};
	struct verdict *verdict = verdict_made(&made);
	struct look look = steps_look(verdict, FAILURE_NONE);
	fact_array facts;

	facts_of(&look, &facts);
	assert_int_equal(facts.len, 3);
	assert_non_null(facts.items[0].sha256);
	/* about the endpoint, although it names a certificate */
	assert_null(facts.items[1].sha256);
	/* about a certificate, but nobody knows which */
	assert_null(facts.items[2].sha256);
	ARRAY_CLEAR(&facts);
	verdict_unref(verdict);
}

static void
one_key_counts_once_and_as_the_worst(void **state)
{
	struct made_chain made = {
	    .certs = {"L1", "I1"},
	    .findings = {{FINDING_BREAKS_BEFORE_LEAF, SEVERITY_CRITICAL, "I1"},
		{FINDING_BREAKS_BEFORE_LEAF, SEVERITY_WARNING, "I1"},
		{FINDING_BREAKS_BEFORE_LEAF, SEVERITY_WARNING, "I2"}},
	    .finding_count = 3,
	};
	struct verdict *verdict = verdict_made(&made);
	struct look look = steps_look(verdict, FAILURE_NONE);
	fact_array facts;

	facts_of(&look, &facts);
	assert_int_equal(facts.len, 2);
	assert_int_equal(facts.items[0].severity, SEVERITY_CRITICAL);
	ARRAY_CLEAR(&facts);
	verdict_unref(verdict);
}

static void
a_demanded_client_certificate_is_a_fact(void **state)
{
	struct steps steps;
	struct look look;
	fact_array facts;

	steps_init(&steps);
	look = steps_look(
	    steps_chain(&steps, "L1", "I1", FINDING_COUNT), FAILURE_NONE);
	look.is_client_cert_required = true;
	facts_of(&look, &facts);
	assert_int_equal(facts.len, 1);
	assert_int_equal(
	    facts.items[0].code, FINDING_CLIENT_CERTIFICATE_REQUIRED);
	ARRAY_CLEAR(&facts);
	/* One that was shown and refused is more than that. */
	look.is_client_cert_refused = true;
	facts_of(&look, &facts);
	assert_int_equal(facts.len, 1);
	assert_int_equal(
	    facts.items[0].code, FINDING_CLIENT_CERTIFICATE_REFUSED);
	assert_int_equal(facts.items[0].severity, SEVERITY_WARNING);
	ARRAY_CLEAR(&facts);
	steps_clear(&steps);
}

static void
news_once_then_known(void **state)
{
	struct steps steps;
	struct watched *a, *b;
	struct verdict *bare, *expired;
	fact_array facts;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	b = steps_watch(&steps, "b", 1);
	bare = steps_chain(&steps, "L1", NULL, FINDING_LEAF_ONLY);
	expired = steps_chain(&steps, "L1", "I1", FINDING_LEAF_EXPIRED);

	show(&steps, a, bare, &facts, 2);
	assert_true(facts.items[0].is_news);
	ARRAY_CLEAR(&facts);
	show(&steps, a, bare, &facts, 2);
	assert_false(facts.items[0].is_news);
	assert_false(facts.items[0].is_joined);
	ARRAY_CLEAR(&facts);

	/* told at one endpoint: the other joins */
	show(&steps, a, expired, &facts, 2);
	facts.items[0].open->incident->told = INCIDENT_TOLD;
	ARRAY_CLEAR(&facts);
	show(&steps, b, expired, &facts, 2);
	assert_false(facts.items[0].is_news);
	assert_true(facts.items[0].is_joined);
	assert_int_equal(facts.items[0].open->incident->endpoint_count, 2);
	ARRAY_CLEAR(&facts);
	steps_clear(&steps);
}

/* It went along with something at the first endpoint; at the second it is the
 * cause. */
static void
what_nobody_was_told_of_is_news_at_the_next_endpoint(void **state)
{
	struct steps steps;
	struct watched *a, *b;
	struct verdict *expired;
	fact_array facts;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	b = steps_watch(&steps, "b", 1);
	expired = steps_chain(&steps, "L1", "I1", FINDING_LEAF_EXPIRED);
	show(&steps, a, expired, &facts, 2);
	ARRAY_CLEAR(&facts);
	show(&steps, b, expired, &facts, 2);
	assert_true(facts.items[0].is_news);
	ARRAY_CLEAR(&facts);
	steps_clear(&steps);
}

static void
two_clean_looks_in_a_row_end_it(void **state)
{
	struct steps steps;
	struct watched *a;
	struct verdict *bare, *good;
	fact_array facts;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	bare = steps_chain(&steps, "L1", NULL, FINDING_LEAF_ONLY);
	good = steps_chain(&steps, "L1", "I1", FINDING_COUNT);

	show(&steps, a, bare, &facts, 2);
	ARRAY_CLEAR(&facts);
	steps_next(&steps, 60);
	show(&steps, a, good, &facts, 2);
	assert_int_equal(steps.book.open.len, 1);
	assert_int_equal(steps.batch.look_again_s, steps.options.second_look_s);
	assert_int_equal(steps.batch.incidents.len, 1);
	/* not in a row */
	show(&steps, a, bare, &facts, 2);
	ARRAY_CLEAR(&facts);
	show(&steps, a, good, &facts, 2);
	assert_int_equal(steps.book.open.len, 1);
	steps_next(&steps, 60);
	show(&steps, a, good, &facts, 2);
	assert_int_equal(steps.book.open.len, 0);
	assert_int_equal(steps.batch.look_again_s, 0);
	/* nobody had been told */
	assert_int_equal(steps_event_count(&steps), 0);
	steps_clear(&steps);
}

static void
nothing_is_clean_while_none_counts(void **state)
{
	struct steps steps;
	struct watched *a;
	fact_array facts;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	show(&steps, a, steps_chain(&steps, "L1", NULL, FINDING_LEAF_ONLY),
	    &facts, 0);
	ARRAY_CLEAR(&facts);
	for (int i = 0; i < 10; i++)
		show(&steps, a, steps_chain(&steps, "L1", "I1", FINDING_COUNT),
		    &facts, 0);
	assert_int_equal(steps.book.open.len, 1);
	assert_int_equal(book_member(&a->memberships[0])->clean_count, 0);
	steps_clear(&steps);
}

static void
another_address_does_not_clean_it(void **state)
{
	struct steps steps;
	struct watched *a;
	struct place two = steps_place(2);
	struct verdict *good;
	struct look look;
	fact_array facts;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 2);
	show(&steps, a, steps_chain(&steps, "L1", NULL, FINDING_LEAF_ONLY),
	    &facts, 2);
	ARRAY_CLEAR(&facts);
	good = steps_chain(&steps, "L1", "I1", FINDING_COUNT);
	look = steps_look(good, FAILURE_NONE);
	facts_of(&look, &facts);
	for (int i = 0; i < 5; i++) {
		facts_enter(&steps.step, a, &two, &facts);
		facts_leave(&steps.step, a, &two, good, &facts, 2);
	}
	assert_int_equal(steps.book.open.len, 1);
	steps_clear(&steps);
}

static void
what_dns_does_not_settle_stays_open(void **state)
{
	struct steps steps;
	struct watched *a;
	struct verdict *good;
	fact_array facts;

	(void)state;
	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	show(&steps, a, steps_chain(&steps, "L1", "I1", FINDING_DANE_MISMATCH),
	    &facts, 2);
	ARRAY_CLEAR(&facts);
	good = steps_chain(&steps, "L1", "I1", FINDING_COUNT);
	good->is_dane_open = true;
	for (int i = 0; i < 5; i++) {
		show(&steps, a, good, &facts, 2);
		ARRAY_CLEAR(&facts);
	}
	assert_int_equal(steps.book.open.len, 1);
	good->is_dane_open = false;
	for (int i = 0; i < 2; i++) {
		show(&steps, a, good, &facts, 2);
		ARRAY_CLEAR(&facts);
	}
	assert_int_equal(steps.book.open.len, 0);
	steps_clear(&steps);
}

static void
a_steady_fault_leaves_nothing_to_store(void **state)
{
	struct steps steps;
	struct watched *a;
	struct verdict *bare;
	fact_array facts;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	bare = steps_chain(&steps, "L1", NULL, FINDING_LEAF_ONLY);
	show(&steps, a, bare, &facts, 2);
	ARRAY_CLEAR(&facts);
	steps_next(&steps, 3600);
	show(&steps, a, bare, &facts, 2);
	ARRAY_CLEAR(&facts);
	assert_int_equal(steps.batch.incidents.len, 0);
	steps_clear(&steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_certificate_is_the_subject_where_the_fault_lies_in_it),
	    cmocka_unit_test(one_key_counts_once_and_as_the_worst),
	    cmocka_unit_test(a_demanded_client_certificate_is_a_fact),
	    cmocka_unit_test(news_once_then_known),
	    cmocka_unit_test(
		what_nobody_was_told_of_is_news_at_the_next_endpoint),
	    cmocka_unit_test(two_clean_looks_in_a_row_end_it),
	    cmocka_unit_test(nothing_is_clean_while_none_counts),
	    cmocka_unit_test(another_address_does_not_clean_it),
	    cmocka_unit_test(what_dns_does_not_settle_stays_open),
	    cmocka_unit_test(a_steady_fault_leaves_nothing_to_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
