/* Addresses in other variants: when they are there, and what is theirs. The
 * stories are among the scenarios (variant-*.scn). */
#include "incident/variant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/steps.h"

struct stage {
	struct steps steps;
	struct watched *a;
	struct verdict *usual, *other;
	struct target target;
};

static void
set_up(struct stage *stage)
{
	struct place place = steps_place(1);

	*stage = (struct stage){0};
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", 2);
	stage->a->endpoint->variants = VARIANTS_DEFAULT;
	stage->usual = steps_chain(&stage->steps, "L1", "I1", FINDING_COUNT);
	stage->other = steps_chain(&stage->steps, "R1", "I2", FINDING_COUNT);
	place.variant = VARIANT_RSA;
	target_set(&stage->target, stage->a->endpoint, &place, NULL);
	stage->a->targets[0].current = verdict_ref(stage->usual);
	stage->a->targets[0].is_seen = true;
	stage->a->targets[0].is_reached = true;
	stage->a->targets[0].last_look_at = stage->steps.step.now;
}

static void
clear(struct stage *stage)
{
	target_clear(&stage->target);
	steps_clear(&stage->steps);
}

static struct target_state *
state_after(struct stage *stage, struct verdict *verdict)
{
	struct look look = {.target = &stage->target, .verdict = verdict};

	return variant_state(stage->a, &look);
}

static void
it_is_there_once_it_has_shown_a_chain(void **state)
{
	struct stage stage;
	struct target_state *variant;

	set_up(&stage);
	assert_null(state_after(&stage, NULL));
	assert_null(stage.a->variants);
	variant = state_after(&stage, stage.other);
	assert_ptr_equal(variant, stage.a->variants);
	assert_int_equal(variant->place.variant, VARIANT_RSA);
	assert_ptr_equal(state_after(&stage, NULL), variant);
	assert_int_equal(stage.a->variant_count, 1);
	assert_int_equal(stage.a->target_count, 2);
	clear(&stage);
}

static void
it_is_not_there_without_its_address(void **state)
{
	struct stage stage;
	struct place place = steps_place(3);

	set_up(&stage);
	place.variant = VARIANT_RSA;
	target_set(&stage.target, stage.a->endpoint, &place, NULL);
	assert_null(state_after(&stage, stage.other));
	clear(&stage);
}

static void
it_is_wanted_while_its_endpoint_asks_for_it(void **state)
{
	struct stage stage;
	struct target_state *variant;

	set_up(&stage);
	variant = state_after(&stage, stage.other);
	assert_true(variant_is_wanted(stage.a, variant));
	stage.a->endpoint->variants = VARIANT_BIT(VARIANT_ECDSA);
	assert_false(variant_is_wanted(stage.a, variant));
	stage.a->endpoint->variants = VARIANTS_DEFAULT;
	variant->place.address.bytes[3] = 9;
	assert_false(variant_is_wanted(stage.a, variant));
	clear(&stage);
}

static void
it_is_covered_by_the_same_chain_at_the_same_address(void **state)
{
	struct stage stage;
	struct target_state *variant;

	set_up(&stage);
	variant = state_after(&stage, stage.usual);
	assert_true(variant_is_covered(stage.a, variant, stage.usual));
	assert_false(variant_is_covered(stage.a, variant, stage.other));
	assert_false(
	    variant_is_covered(stage.a, &stage.a->targets[0], stage.usual));
	/* what an unreachable address showed last proves nothing */
	stage.a->targets[0].is_reached = false;
	assert_false(variant_is_covered(stage.a, variant, stage.usual));
	clear(&stage);
}

static void
show(struct stage *stage, struct verdict *verdict)
{
	struct look look = {.target = &stage->target, .verdict = verdict};

	variant_look(&stage->steps.step, stage->a,
	    variant_state(stage->a, &look), &look);
}

static void
a_new_chain_waits_for_a_usual_look_that_is_not_older(void **state)
{
	struct stage stage;

	set_up(&stage);
	steps_next(&stage.steps, VARIANT_BESIDE_S + 1);
	show(&stage, stage.other);
	assert_false(stage.a->variants[0].is_seen);
	assert_true(stage.steps.batch.is_look_again_endpoint);
	steps_next(&stage.steps, 10);
	stage.a->targets[0].last_look_at = stage.steps.step.now;
	show(&stage, stage.other);
	assert_true(stage.a->variants[0].is_seen);
	assert_int_equal(stage.steps.batch.look_again_s, 0);
	clear(&stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_there_once_it_has_shown_a_chain),
	    cmocka_unit_test(it_is_not_there_without_its_address),
	    cmocka_unit_test(it_is_wanted_while_its_endpoint_asks_for_it),
	    cmocka_unit_test(
		it_is_covered_by_the_same_chain_at_the_same_address),
	    cmocka_unit_test(
		a_new_chain_waits_for_a_usual_look_that_is_not_older),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
