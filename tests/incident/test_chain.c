/* A look that showed a chain: what becomes of it, row by row. The stories are
 * told in tests/scenarios. */
#include "incident/chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

static void
look_at(struct steps *steps, struct watched *watched, unsigned n,
    struct verdict *verdict, int64_t later_s)
{
	struct look look = steps_look(verdict, FAILURE_NONE);

	steps_next(steps, later_s);
	chain_look(&steps->step, watched, &watched->targets[n - 1], &look);
}

#define NONE EVENT_KIND_COUNT
#define OK FINDING_COUNT

/* From one chain to another at one address: the event that comes of it. */
static void
a_change_is_one_event(void **state)
{
	static const struct {
		const char *leaf, *issuer;
		enum finding_code code;
		const char *next_leaf, *next_issuer;
		enum finding_code next_code;
		enum event_kind kind;
		enum severity severity;
		enum finding_code finding;
	} rows[] = {
	    /* nothing */
	    {"L1", "I1", OK, "L1", "I1", OK, NONE, SEVERITY_OK, OK},
	    /* a renewal */
	    {"L1", "I1", OK, "L2", "I1", OK, EVENT_CHAIN_CHANGED,
		SEVERITY_NOTICE, OK},
	    /* a renewal gone wrong, by the worse of what got worse */
	    {"L1", "I1", OK, "L2", NULL, FINDING_LEAF_ONLY,
		EVENT_CHAIN_REGRESSED, SEVERITY_CRITICAL, FINDING_LEAF_ONLY},
	    {"L1", "I1", OK, "L2", "I1", FINDING_WRONG_ORDER,
		EVENT_CHAIN_REGRESSED, SEVERITY_WARNING, FINDING_WRONG_ORDER},
	    /* no regression is only untidy */
	    {"L1", "I1", OK, "L2", "I1", FINDING_ROOT_INCLUDED,
		EVENT_CHAIN_CHANGED, SEVERITY_NOTICE, FINDING_ROOT_INCLUDED},
	    /* the same chain, but time has passed */
	    {"L1", "I1", OK, "L1", "I1", FINDING_LEAF_EXPIRED,
		EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL, FINDING_LEAF_EXPIRED},
	    /* bad before, bad after */
	    {"L1", NULL, FINDING_LEAF_ONLY, "L2", NULL, FINDING_LEAF_ONLY,
		EVENT_CHAIN_CHANGED, SEVERITY_NOTICE, OK},
	    /* bad before, bad otherwise after */
	    {"L1", NULL, FINDING_LEAF_ONLY, "L2", "I9",
		FINDING_MISSING_INTERMEDIATE, EVENT_CHAIN_REGRESSED,
		SEVERITY_CRITICAL, FINDING_MISSING_INTERMEDIATE},
	    /* the same fault in another certificate is another incident */
	    {"L1", "I1", FINDING_LEAF_EXPIRED, "L2", "I1", FINDING_LEAF_EXPIRED,
		EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL, FINDING_LEAF_EXPIRED},
	    /* repaired */
	    {"L1", NULL, FINDING_LEAF_ONLY, "L1", "I1", OK, EVENT_CHAIN_CHANGED,
		SEVERITY_NOTICE, OK},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct steps steps;
		struct watched *a;
		const struct event *event;

		steps_init(&steps);
		a = steps_watch(&steps, "a", 1);
		look_at(&steps, a, 1,
		    steps_chain(
			&steps, rows[i].leaf, rows[i].issuer, rows[i].code),
		    1);
		look_at(&steps, a, 1,
		    steps_chain(&steps, rows[i].next_leaf, rows[i].next_issuer,
			rows[i].next_code),
		    3600);
		assert_int_equal(
		    steps_event_count(&steps), rows[i].kind != NONE);
		if (rows[i].kind != NONE) {
			event = steps_event(&steps, 0);
			assert_int_equal(event->kind, rows[i].kind);
			assert_int_equal(event->severity, rows[i].severity);
			assert_int_equal(event->finding, rows[i].finding);
		}
		steps_clear(&steps);
	}
}

static void
a_regression_has_the_last_good_chain_as_before(void **state)
{
	struct steps steps;
	struct watched *a;
	struct verdict *good, *expiring, *bare;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	good = steps_chain(&steps, "L1", "I1", OK);
	expiring = steps_chain(&steps, "L2", "I1", FINDING_LEAF_EXPIRING);
	bare = steps_chain(&steps, "L3", NULL, FINDING_LEAF_ONLY);
	look_at(&steps, a, 1, good, 1);
	look_at(&steps, a, 1, expiring, 3600);
	look_at(&steps, a, 1, bare, 3600);
	assert_int_equal(steps_event(&steps, 0)->kind, EVENT_CHAIN_REGRESSED);
	assert_ptr_equal(steps_event(&steps, 0)->before, good);
	assert_ptr_equal(steps_event(&steps, 0)->after, bare);
	assert_true(steps_event(&steps, 0)->incident.is_set);
	assert_string_equal(steps_event(&steps, 0)->incident.endpoints.items[0],
	    "a.example:443");
	steps_clear(&steps);
}

static void
a_change_asks_for_a_look_at_the_whole_endpoint(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 2);
	look_at(&steps, a, 1, steps_chain(&steps, "L1", "I1", OK), 1);
	assert_int_equal(steps.batch.look_again_s, 0);
	look_at(&steps, a, 1, steps_chain(&steps, "L2", "I1", OK), 1);
	assert_int_equal(steps.batch.look_again_s, 30);
	assert_true(steps.batch.is_look_again_endpoint);
	assert_true(a->targets[0].is_fresh);
	assert_false(a->targets[1].is_fresh);
	steps_clear(&steps);
}

static void
the_state_keeps_current_good_and_since(void **state)
{
	struct steps steps;
	struct watched *a;
	struct target_state *target;
	struct verdict *good, *again, *bare;
	int64_t first;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	target = &a->targets[0];
	good = steps_chain(&steps, "L1", "I1", OK);
	again = steps_chain(&steps, "L1", "I1", OK);
	bare = steps_chain(&steps, "L2", NULL, FINDING_LEAF_ONLY);
	look_at(&steps, a, 1, good, 1);
	first = steps.step.now;
	look_at(&steps, a, 1, again, 100);
	assert_ptr_equal(target->current, again);
	assert_ptr_equal(target->good, again);
	assert_int_equal(target->chain_since, first);
	assert_int_equal(target->steady_looks, 2);
	look_at(&steps, a, 1, bare, 100);
	assert_ptr_equal(target->current, bare);
	assert_ptr_equal(target->good, again);
	assert_int_equal(target->chain_since, first + 200);
	steps_clear(&steps);
}

static void
what_was_there_before_waits_for_the_summary(void **state)
{
	struct steps steps;
	struct watched *a;
	struct look look;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	look = steps_look(
	    steps_chain(&steps, "L1", NULL, FINDING_LEAF_ONLY), FAILURE_NONE);
	steps_next(&steps, 1);
	steps.step.is_first_pass = true;
	chain_look(&steps.step, a, &a->targets[0], &look);
	assert_int_equal(steps_event_count(&steps), 0);
	assert_int_equal(
	    steps.book.open.items[0]->incident->told, INCIDENT_IN_SUMMARY);
	/* what happens then is told at once */
	look = steps_look(
	    steps_chain(&steps, "L2", "I9", FINDING_WRONG_INTERMEDIATE),
	    FAILURE_NONE);
	steps_next(&steps, 1);
	steps.step.is_first_pass = true;
	chain_look(&steps.step, a, &a->targets[0], &look);
	assert_int_equal(steps_event_count(&steps), 1);
	steps_clear(&steps);
}

/* Severities can be configured: what no longer holds for any client is worse
 * whatever its finding is called. */
static void
valid_to_invalid_is_worse(void **state)
{
	struct steps steps;
	struct watched *a;
	struct verdict *lenient;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	look_at(&steps, a, 1, steps_chain(&steps, "L1", "I1", OK), 1);
	lenient = steps_chain(&steps, "L2", "I1", FINDING_UNNEEDED_CERTIFICATE);
	lenient->is_valid = false;
	look_at(&steps, a, 1, lenient, 1);
	assert_int_equal(steps_event(&steps, 0)->kind, EVENT_CHAIN_REGRESSED);
	steps_clear(&steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_is_one_event),
	    cmocka_unit_test(a_regression_has_the_last_good_chain_as_before),
	    cmocka_unit_test(a_change_asks_for_a_look_at_the_whole_endpoint),
	    cmocka_unit_test(the_state_keeps_current_good_and_since),
	    cmocka_unit_test(what_was_there_before_waits_for_the_summary),
	    cmocka_unit_test(valid_to_invalid_is_worse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
