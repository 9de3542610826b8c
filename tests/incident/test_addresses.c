/* Addresses come and go: what is remembered of them, and for how long. */
#include "incident/addresses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "incident/book.h"
#include "support/steps.h"

#define DAY_S 86400

struct stage {
	struct steps steps;
	struct watched *a;
	ARRAY(struct target) targets;
};

static void
set_up(struct stage *stage, unsigned addresses)
{
	memset(stage, 0, sizeof *stage);
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", addresses);
	for (unsigned i = 0; i < addresses; i++)
		stage->a->targets[i].last_look_at = stage->steps.step.now;
}

static void
clear(struct stage *stage)
{
	ARRAY_EACH (target, &stage->targets)
		target_clear(target);
	ARRAY_CLEAR(&stage->targets);
	steps_clear(&stage->steps);
}

/* More than there are in one network. */
static struct place
place_of(unsigned i)
{
	struct place place = steps_place(i % 250);

	place.address.port = (uint16_t)(443 + i / 250);
	return place;
}

/* From first to last; so much later. */
static void
has(struct stage *stage, unsigned first, unsigned last, int64_t later_s)
{
	ARRAY_EACH (target, &stage->targets)
		target_clear(target);
	stage->targets.len = 0;
	for (unsigned i = first; i <= last; i++) {
		struct place place = place_of(i);
		struct target *target = ARRAY_ADD(&stage->targets);

		*target = (struct target){0};
		target_set(target, stage->a->endpoint, &place, NULL);
	}
	stage->steps.step.now += later_s;
	addresses_set(&stage->steps.step, stage->a, stage->targets.items,
	    stage->targets.len);
}

static void
one_that_comes_back_is_as_it_was(void **state)
{
	struct stage stage;
	struct place two = steps_place(2);

	set_up(&stage, 2);
	stage.a->targets[1].reach_history = 5;
	stage.a->targets[1].is_fresh = true;
	has(&stage, 1, 1, 60);
	assert_null(watched_target(stage.a, &two));
	assert_non_null(watched_absent(stage.a, &two));
	assert_int_equal(stage.steps.batch.gone.len, 0);
	has(&stage, 1, 2, 60);
	assert_null(watched_absent(stage.a, &two));
	assert_int_equal(watched_target(stage.a, &two)->reach_history, 5);
	assert_int_equal(watched_target(stage.a, &two)->gone_at, 0);
	/* What it shows now is not known. */
	assert_false(watched_target(stage.a, &two)->is_fresh);
	clear(&stage);
}

static void
after_a_day_it_is_forgotten(void **state)
{
	struct stage stage;
	struct place two = steps_place(2);

	set_up(&stage, 2);
	has(&stage, 1, 1, 60);
	has(&stage, 1, 1, DAY_S - 1);
	assert_non_null(watched_absent(stage.a, &two));
	has(&stage, 1, 1, 1);
	assert_null(watched_absent(stage.a, &two));
	assert_int_equal(stage.steps.batch.gone.len, 1);
	assert_int_equal(
	    place_compare(&stage.steps.batch.gone.items[0], &two), 0);
	has(&stage, 1, 2, 60);
	assert_int_equal(watched_target(stage.a, &two)->last_look_at, 0);
	clear(&stage);
}

static void
one_that_was_never_looked_at_has_no_history(void **state)
{
	struct stage stage;
	struct place two = steps_place(2);

	set_up(&stage, 2);
	stage.a->targets[1].last_look_at = 0;
	has(&stage, 1, 1, 60);
	assert_null(watched_absent(stage.a, &two));
	assert_int_equal(stage.steps.batch.gone.len, 1);
	clear(&stage);
}

static void
only_so_many_are_remembered(void **state)
{
	struct stage stage;
	struct place last = steps_place(2);

	set_up(&stage, 2);
	has(&stage, 1, 1, 60); /* 2 is the oldest */
	for (unsigned round = 0; round < 4; round++) {
		unsigned first = 3 + round * 80;

		has(&stage, first, first + 79, 1);
		for (uint32_t i = 0; i < stage.a->target_count; i++)
			stage.a->targets[i].last_look_at = stage.steps.step.now;
	}
	has(&stage, 1, 1, 1);
	assert_int_equal(stage.a->absences->len, ADDRESSES_ABSENT_MAX);
	assert_null(watched_absent(stage.a, &last));
	clear(&stage);
}

static struct open_incident *
open_at(struct stage *stage, unsigned address, enum finding_code code)
{
	struct place place = steps_place(address);
	struct open_incident *open = book_open(&stage->steps.book, code, NULL,
	    stage->a->endpoint, stage->steps.step.now);

	book_join(
	    open, stage->a, &place, SEVERITY_CRITICAL, stage->steps.step.now);
	return open;
}

static void
where_addresses_take_turns_a_fact_is_held(void **state)
{
	struct stage stage;
	struct open_incident *open;

	set_up(&stage, 2);
	has(&stage, 1, 1, 60);
	has(&stage, 1, 2, 60);
	open = open_at(&stage, 2, FINDING_LEAF_ONLY);
	open_at(&stage, 2, FINDING_UNREACHABLE); /* weather is not */
	has(&stage, 1, 1, 60);
	assert_int_equal(stage.a->membership_count, 1);
	assert_ptr_equal(stage.a->memberships[0].open, open);
	assert_int_equal(watched_member_count(stage.a, open), 0);
	stage.steps.step.now += ADDRESSES_HOLD_LEAST_S;
	addresses_settle(&stage.steps.step, stage.a);
	assert_int_equal(stage.a->membership_count, 0);
	clear(&stage);
}

static void
elsewhere_it_ends_at_once(void **state)
{
	struct stage stage;

	set_up(&stage, 2);
	open_at(&stage, 2, FINDING_LEAF_ONLY);
	has(&stage, 1, 1, 60);
	assert_int_equal(stage.a->membership_count, 0);
	clear(&stage);
}

static void
what_was_absent_before_a_restart_is(void **state)
{
	struct stage stage;
	struct target_state absent = {.place = steps_place(2)};

	set_up(&stage, 1);
	absent.last_look_at = absent.gone_at = stage.steps.step.now;
	absent.reach_history = 3;
	addresses_restore(stage.a, &absent);
	has(&stage, 1, 2, 60);
	assert_int_equal(stage.a->targets[1].reach_history, 3);
	assert_int_equal(stage.a->absences->len, 0);
	clear(&stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_that_comes_back_is_as_it_was),
	    cmocka_unit_test(after_a_day_it_is_forgotten),
	    cmocka_unit_test(one_that_was_never_looked_at_has_no_history),
	    cmocka_unit_test(only_so_many_are_remembered),
	    cmocka_unit_test(where_addresses_take_turns_a_fact_is_held),
	    cmocka_unit_test(elsewhere_it_ends_at_once),
	    cmocka_unit_test(what_was_absent_before_a_restart_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
