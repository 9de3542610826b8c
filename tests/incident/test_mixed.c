/* Alternation: found, kept quiet, calmed. */
#include "incident/mixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

#define HOUR 3600

/* Shows one chain a letter, each so much later; the last outcome. */
static enum mixed
show(struct steps *steps, struct watched *watched, const char *letters,
    int64_t later_s)
{
	struct target_state *target = &watched->targets[0];
	enum mixed mixed = MIXED_NO;

	for (; *letters != '\0'; letters++) {
		const char name[2] = {*letters};
		struct verdict *verdict =
		    steps_chain(steps, name, "I1", FINDING_COUNT);
		bool is_new;

		steps_next(steps, later_s);
		is_new = !target->is_seen ||
		    !verdict_same_chain(target->current, verdict);
		mixed_note(target, verdict, steps->step.now);
		verdict_unref(target->current);
		target->current = verdict_ref(verdict);
		target->is_seen = true;
		if (is_new)
			target->chain_since = steps->step.now;
		mixed = mixed_look(&steps->step, watched, target);
	}
	return mixed;
}

static void
returns_make_it_renewals_do_not(void **state)
{
	static const struct {
		const char *letters;
		int64_t later_s;
		enum mixed mixed;
	} rows[] = {
	    {"A", HOUR, MIXED_NO},
	    {"ABCDEFGHIJ", HOUR, MIXED_NO}, /* always another */
	    {"ABABA", HOUR, MIXED_NO},	    /* three returns */
	    {"ABABAB", HOUR, MIXED_YES},    /* four */
	    {"AABBAAABAB", HOUR, MIXED_YES},
	    {"ABCABCA", HOUR, MIXED_YES},	 /* a pool of three */
	    {"ABCDEABCD", HOUR, MIXED_YES},	 /* of five */
	    {"ABABABABAB", 25 * HOUR, MIXED_NO}, /* each stood for a day */
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct steps steps;
		struct watched *a;

		steps_init(&steps);
		a = steps_watch(&steps, "a", 1);
		assert_int_equal(
		    show(&steps, a, rows[i].letters, rows[i].later_s),
		    rows[i].mixed);
		assert_int_equal(
		    mixed_is_anywhere(a), rows[i].mixed == MIXED_YES);
		steps_clear(&steps);
	}
}

static void
calms_after_looks_and_time(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	assert_int_equal(show(&steps, a, "ABABAB", 60), MIXED_YES);
	/* nineteen looks within the hour, then the time is not up */
	assert_int_equal(
	    show(&steps, a, "BBBBBBBBBBBBBBBBBBBBBBBBB", 60), MIXED_YES);
	assert_int_equal(steps.book.open.len, 1);
	assert_int_equal(show(&steps, a, "B", HOUR), MIXED_CALMED);
	assert_int_equal(steps_event_count(&steps), 1);
	assert_int_equal(steps_event(&steps, 0)->kind, EVENT_INCIDENT_RESOLVED);
	assert_int_equal(steps.book.open.len, 0);
	/* counting starts anew */
	assert_int_equal(show(&steps, a, "ABA", 60), MIXED_NO);
	steps_clear(&steps);
}

static void
time_alone_does_not_calm(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	show(&steps, a, "ABABAB", HOUR);
	assert_int_equal(
	    show(&steps, a, "BBBBBBBBBBBBBBBBBB", 10 * HOUR), MIXED_YES);
	assert_int_equal(show(&steps, a, "B", HOUR), MIXED_CALMED);
	steps_clear(&steps);
}

/* At an interval of a day twenty looks would take as many days. */
static void
what_may_have_calmed_is_looked_at_sooner(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	show(&steps, a, "ABABABB", 24 * HOUR / 2);
	assert_int_equal(steps.batch.look_again_s, 0);
	assert_int_equal(show(&steps, a, "B", HOUR), MIXED_YES);
	assert_int_equal(steps.batch.look_again_s, MIXED_LOOK_S);
	/* what another rule asked for is taken if it is sooner only */
	steps_next(&steps, HOUR);
	step_look_again_in(&steps.step, 10);
	mixed_look(&steps.step, a, &a->targets[0]);
	assert_int_equal(steps.batch.look_again_s, 10);
	steps_next(&steps, HOUR);
	step_look_again_in(&steps.step, MIXED_LOOK_S + 1);
	mixed_look(&steps.step, a, &a->targets[0]);
	assert_int_equal(steps.batch.look_again_s, MIXED_LOOK_S);
	steps_clear(&steps);
}

static void
another_address_joins_without_a_word(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 2);
	show(&steps, a, "ABABAB", HOUR);
	assert_int_equal(steps_event_count(&steps), 1);
	steps_next(&steps, HOUR);
	a->targets[1].alternations = 9;
	assert_int_equal(mixed_look(&steps.step, a, &a->targets[1]), MIXED_YES);
	assert_int_equal(steps_event_count(&steps), 0);
	assert_int_equal(steps.book.open.len, 1);
	steps_clear(&steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(returns_make_it_renewals_do_not),
	    cmocka_unit_test(calms_after_looks_and_time),
	    cmocka_unit_test(time_alone_does_not_calm),
	    cmocka_unit_test(what_may_have_calmed_is_looked_at_sooner),
	    cmocka_unit_test(another_address_joins_without_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
