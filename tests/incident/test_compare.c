/* What differs: chains from each other, addresses from each other. */
#include "incident/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

static void
worse_is_a_fault_that_was_not_there_or_was_less(void **state)
{
	struct steps steps;
	struct verdict *good, *expiring;

	steps_init(&steps);
	good = steps_chain(&steps, "L1", "I1", FINDING_COUNT);
	expiring = steps_chain(&steps, "L1", "I1", FINDING_LEAF_EXPIRING);
	assert_true(
	    compare_is_worse(good, FINDING_LEAF_ONLY, SEVERITY_CRITICAL));
	assert_false(compare_is_worse(
	    good, FINDING_UNNEEDED_CERTIFICATE, SEVERITY_NOTICE));
	assert_false(compare_is_worse(
	    expiring, FINDING_LEAF_EXPIRING, SEVERITY_WARNING));
	assert_true(compare_is_worse(
	    expiring, FINDING_LEAF_EXPIRING, SEVERITY_CRITICAL));
	steps_clear(&steps);
}

static void
good_is_valid_with_nothing_of_warning_or_worse(void **state)
{
	struct steps steps;
	struct verdict *invalid;

	steps_init(&steps);
	assert_true(
	    compare_is_good(steps_chain(&steps, "L1", "I1", FINDING_COUNT)));
	assert_true(compare_is_good(
	    steps_chain(&steps, "L1", "I1", FINDING_ROOT_INCLUDED)));
	assert_false(compare_is_good(
	    steps_chain(&steps, "L1", "I1", FINDING_WRONG_ORDER)));
	invalid = steps_chain(&steps, "L1", "I1", FINDING_COUNT);
	invalid->is_valid = false;
	assert_false(compare_is_good(invalid));
	steps_clear(&steps);
}

enum how {
	SEEN,
	STALE, /* not since a chain changed */
	DOWN,
	MIXED,
};

/* One row: what three addresses show, and what becomes of it. */
struct row {
	struct {
		const char *leaf, *issuer;
		enum finding_code code;
		enum how how;
	} shown[3];
	enum agreement agreement;
	bool is_explained;
	const char *minority; /* as "3" or "12" */
};

#define OK FINDING_COUNT

static const struct row rows[] = {
    /* all the same */
    {{{"L1", "I1", OK, SEEN}, {"L1", "I1", OK, SEEN}, {"L1", "I1", OK, SEEN}},
	AGREEMENT_SAME, false, ""},
    /* also where one of them was last looked at before a change */
    {{{"L1", "I1", OK, STALE}, {"L1", "I1", OK, SEEN}, {"L1", "I1", OK, SEEN}},
	AGREEMENT_SAME, false, ""},
    /* old and new, both fine */
    {{{"L1", "I1", OK, SEEN}, {"L2", "I1", OK, SEEN}, {"L2", "I1", OK, SEEN}},
	AGREEMENT_ROLLOUT, false, "1"},
    /* the old one nears its end: that is why */
    {{{"L1", "I1", FINDING_LEAF_EXPIRING, SEEN}, {"L2", "I1", OK, SEEN},
	 {"L2", "I1", OK, SEEN}},
	AGREEMENT_ROLLOUT, false, "1"},
    /* both with the same fault */
    {{{"L1", NULL, FINDING_LEAF_ONLY, SEEN},
	 {"L2", NULL, FINDING_LEAF_ONLY, SEEN},
	 {"L2", NULL, FINDING_LEAF_ONLY, SEEN}},
	AGREEMENT_ROLLOUT, false, "1"},
    /* the same certificate, other intermediates */
    {{{"L1", "I1", OK, SEEN}, {"L1", "I1", OK, SEEN}, {"L1", "I2", OK, SEEN}},
	AGREEMENT_DIVERGENT, false, "3"},
    /* one with a fault of its own */
    {{{"L1", "I1", OK, SEEN}, {"L1", NULL, FINDING_LEAF_ONLY, SEEN},
	 {"L1", "I1", OK, SEEN}},
	AGREEMENT_DIVERGENT, true, "2"},
    {{{"L1", "I1", OK, SEEN}, {"L2", NULL, FINDING_LEAF_ONLY, SEEN},
	 {"L1", "I1", OK, SEEN}},
	AGREEMENT_DIVERGENT, true, "2"},
    /* most are broken: the one that is not differs */
    {{{"L2", NULL, FINDING_LEAF_ONLY, SEEN},
	 {"L2", NULL, FINDING_LEAF_ONLY, SEEN}, {"L1", "I1", OK, SEEN}},
	AGREEMENT_DIVERGENT, true, "3"},
    /* something differs, but was not looked at since */
    {{{"L1", "I1", OK, STALE}, {"L1", "I2", OK, SEEN}, {"L1", "I2", OK, SEEN}},
	AGREEMENT_UNKNOWN, false, ""},
    /* what is down is not compared */
    {{{"L1", "I1", OK, DOWN}, {"L1", "I2", OK, SEEN}, {"L1", "I2", OK, SEEN}},
	AGREEMENT_SAME, false, ""},
    {{{"L1", "I1", OK, DOWN}, {"L1", "I2", OK, DOWN}, {"L1", "I2", OK, SEEN}},
	AGREEMENT_UNKNOWN, false, ""},
    /* nor what alternates */
    {{{"L1", "I1", OK, MIXED}, {"L1", "I2", OK, SEEN}, {"L1", "I2", OK, SEEN}},
	AGREEMENT_SAME, false, ""},
    /* three ways: one of each, the fault is the odd one */
    {{{"L1", "I1", OK, SEEN}, {"L1", NULL, FINDING_LEAF_ONLY, SEEN},
	 {"L2", "I1", OK, SEEN}},
	AGREEMENT_DIVERGENT, true, "12"},
};

static void
addresses_agree_roll_out_or_diverge(void **state)
{
	for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
		struct steps steps;
		struct watched *a;
		struct comparison comparison;
		char minority[4] = "";

		steps_init(&steps);
		a = steps_watch(&steps, "a", 3);
		for (unsigned i = 0; i < 3; i++) {
			struct target_state *s = &a->targets[i];

			s->current = verdict_ref(steps_chain(&steps,
			    rows[r].shown[i].leaf, rows[r].shown[i].issuer,
			    rows[r].shown[i].code));
			s->is_seen = true;
			s->is_reached = rows[r].shown[i].how != DOWN;
			s->is_fresh = rows[r].shown[i].how != STALE;
			s->is_mixed = rows[r].shown[i].how == MIXED;
		}
		comparison = compare_beside(a, &a->targets[2]);
		for (unsigned i = 0; i < 3; i++) {
			if (compare_takes_part(&a->targets[i]) &&
			    compare_differs(&comparison, &a->targets[i]))
				minority[strlen(minority)] = (char)('1' + i);
		}
		assert_int_equal(comparison.agreement, rows[r].agreement);
		assert_int_equal(comparison.is_explained, rows[r].is_explained);
		assert_string_equal(minority, rows[r].minority);
		steps_clear(&steps);
	}
}

/* Two of each, the second with another bundle; told how they may differ. */
static enum agreement
agreement_of(const char *issuers[4], enum variant variants[4],
    const enum endpoint_role roles[4], const struct allowed *allowed)
{
	static struct endpoint_front fronts[4];
	struct steps steps;
	struct watched *a;
	enum agreement agreement;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 4);
	a->endpoint->settings->allowed = (struct allowed *)(uintptr_t)allowed;
	for (unsigned i = 0; i < 4; i++) {
		struct target_state *s = &a->targets[i];

		fronts[i].role = roles[i];
		s->front = &fronts[i];
		s->place.variant = (uint8_t)variants[i];
		s->current = verdict_ref(
		    steps_chain(&steps, "L1", issuers[i], FINDING_COUNT));
		s->is_seen = s->is_reached = s->is_fresh = true;
	}
	agreement = compare_beside(a, &a->targets[0]).agreement;
	a->endpoint->settings->allowed = NULL;
	steps_clear(&steps);
	return agreement;
}

static void
only_what_is_alike_is_compared(void **state)
{
	const char *by_two[] = {"I1", "I1", "I2", "I2"};
	const char *odd_one[] = {"I1", "I2", "I2", "I2"};
	enum variant usual[4] = {0};
	enum variant variants[] = {
	    VARIANT_USUAL, VARIANT_USUAL, VARIANT_RSA, VARIANT_RSA};
	const enum endpoint_role no_roles[4] = {0};
	const enum endpoint_role roles[] = {ENDPOINT_ROLE_ORIGIN,
	    ENDPOINT_ROLE_LOAD_BALANCER, ENDPOINT_ROLE_CDN, ENDPOINT_ROLE_CDN};
	const struct allowed cdn = {.roles = 1u << ENDPOINT_ROLE_CDN};
	const struct allowed any = {.is_any = true};

	assert_int_equal(
	    agreement_of(by_two, usual, no_roles, NULL), AGREEMENT_DIVERGENT);
	assert_int_equal(
	    agreement_of(by_two, variants, no_roles, NULL), AGREEMENT_SAME);
	assert_int_equal(agreement_of(odd_one, variants, no_roles, NULL),
	    AGREEMENT_DIVERGENT);
	assert_int_equal(
	    agreement_of(by_two, usual, roles, NULL), AGREEMENT_DIVERGENT);
	assert_int_equal(
	    agreement_of(by_two, usual, roles, &cdn), AGREEMENT_SAME);
	assert_int_equal(
	    agreement_of(odd_one, usual, roles, &cdn), AGREEMENT_DIVERGENT);
	assert_int_equal(
	    agreement_of(by_two, usual, no_roles, &any), AGREEMENT_SAME);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(worse_is_a_fault_that_was_not_there_or_was_less),
	    cmocka_unit_test(good_is_valid_with_nothing_of_warning_or_worse),
	    cmocka_unit_test(addresses_agree_roll_out_or_diverge),
	    cmocka_unit_test(only_what_is_alike_is_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
