/* What a look shows when the usual time of renewal has passed. */
#include "incident/overdue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "incident/renewal.h"
#include "support/steps.h"

#define DAY INT64_C(86400)

struct stage {
	struct steps steps;
	struct watched *a;
	struct verdict *shown;
	fact_array facts;
};

/* Endpoint a renews at a third of 90 days, which its certificate has; it began
 * so many days ago. */
static void
set_up(struct stage *stage, int days_ago)
{
	struct made_leaf leaf = {0};
	struct made_chain made = {.certs = {"L", "I"}, .leaf = &leaf};

	memset(stage, 0, sizeof *stage);
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", 1);
	leaf.not_before = stage->steps.step.now - days_ago * DAY;
	leaf.not_after = leaf.not_before + 90 * DAY - 1;
	stage->shown = verdict_made(&made);
	*ARRAY_ADD(&stage->steps.verdicts) = stage->shown;
	stage->a->targets[0].current = verdict_ref(stage->shown);
	stage->a->targets[0].is_seen = true;
	stage->a->renewals = renewals_parse("1 1/7776000/333 2/7776000/333 "
					    "1700000000/7776000/333");
	assert_non_null(stage->a->renewals);
}

static void
tear_down(struct stage *stage)
{
	ARRAY_CLEAR(&stage->facts);
	steps_clear(&stage->steps);
}

static void
look(struct stage *stage)
{
	overdue_look(&stage->steps.step, stage->a, &stage->a->targets[0],
	    stage->shown, &stage->facts);
}

static void
add_expiring(struct stage *stage, enum severity severity)
{
	*ARRAY_ADD(&stage->facts) = (struct fact){
	    .code = FINDING_LEAF_EXPIRING,
	    .severity = severity,
	    .sha256 = stage->shown->certs[0]->sha256,
	};
}

static void
it_is_overdue_below_what_is_usual(void **state)
{
	for (int days = 60; days <= 95; days += 5) {
		struct stage stage;

		set_up(&stage, days);
		look(&stage);
		assert_int_equal(stage.facts.len, days > 60);
		if (days > 60) {
			assert_int_equal(
			    stage.facts.items[0].code, FINDING_RENEWAL_OVERDUE);
			assert_int_equal(
			    stage.facts.items[0].severity, SEVERITY_WARNING);
			assert_ptr_equal(stage.facts.items[0].sha256,
			    stage.shown->certs[0]->sha256);
		}
		tear_down(&stage);
	}
	(void)state;
}

static void
without_a_habit_nothing_is(void **state)
{
	struct stage stage;

	set_up(&stage, 80);
	free(stage.a->renewals);
	stage.a->renewals = NULL;
	look(&stage);
	assert_int_equal(stage.facts.len, 0);
	tear_down(&stage);
	(void)state;
}

static void
what_a_newer_one_has_replaced_is_no_matter(void **state)
{
	struct stage stage;

	set_up(&stage, 70);
	stage.a->renewals->newest = stage.shown->certs[0]->not_before + DAY;
	look(&stage);
	assert_int_equal(stage.facts.len, 0);
	tear_down(&stage);
	(void)state;
}

static void
other_variants_are_no_matter(void **state)
{
	struct stage stage;

	set_up(&stage, 70);
	stage.a->targets[0].place.variant = VARIANT_RSA;
	look(&stage);
	assert_int_equal(stage.facts.len, 0);
	tear_down(&stage);
	(void)state;
}

static void
it_stands_for_a_warning(void **state)
{
	struct stage stage;

	set_up(&stage, 70);
	add_expiring(&stage, SEVERITY_WARNING);
	look(&stage);
	assert_int_equal(stage.facts.len, 1);
	assert_int_equal(stage.facts.items[0].code, FINDING_RENEWAL_OVERDUE);
	tear_down(&stage);
	(void)state;
}

static void
it_stands_for_nothing_that_is_critical(void **state)
{
	struct stage stage;

	set_up(&stage, 85);
	add_expiring(&stage, SEVERITY_CRITICAL);
	look(&stage);
	assert_int_equal(stage.facts.len, 1);
	assert_int_equal(stage.facts.items[0].code, FINDING_LEAF_EXPIRING);
	/* but stays beside it where it was there before */
	book_open(&stage.steps.book, FINDING_RENEWAL_OVERDUE,
	    stage.shown->certs[0]->sha256, stage.a->endpoint, 1);
	look(&stage);
	assert_int_equal(stage.facts.len, 2);
	assert_int_equal(stage.facts.items[0].code, FINDING_LEAF_EXPIRING);
	assert_int_equal(stage.facts.items[1].code, FINDING_RENEWAL_OVERDUE);
	tear_down(&stage);
	(void)state;
}

static void
who_was_warned_is_not_told_again(void **state)
{
	struct stage stage;

	set_up(&stage, 70);
	book_open(&stage.steps.book, FINDING_LEAF_EXPIRING,
	    stage.shown->certs[0]->sha256, stage.a->endpoint, 1);
	add_expiring(&stage, SEVERITY_WARNING);
	look(&stage);
	assert_int_equal(stage.facts.len, 1);
	assert_int_equal(stage.facts.items[0].code, FINDING_LEAF_EXPIRING);
	tear_down(&stage);
	(void)state;
}

/* Another endpoint has the habit, and the same certificate. */
static void
who_shares_the_certificate_joins(void **state)
{
	struct stage stage;

	set_up(&stage, 70);
	free(stage.a->renewals);
	stage.a->renewals = NULL;
	book_open(&stage.steps.book, FINDING_RENEWAL_OVERDUE,
	    stage.shown->certs[0]->sha256, stage.a->endpoint, 1);
	look(&stage);
	assert_int_equal(stage.facts.len, 0);
	add_expiring(&stage, SEVERITY_WARNING);
	look(&stage);
	assert_int_equal(stage.facts.len, 1);
	assert_int_equal(stage.facts.items[0].code, FINDING_RENEWAL_OVERDUE);
	tear_down(&stage);
	(void)state;
}

static void
how_it_was_learned_is_told(void **state)
{
	struct stage stage;
	struct event *event = event_new(EVENT_INCIDENT_OPENED, 1);
	struct scene scene = {0};

	set_up(&stage, 72);
	event->text = mem_strdup("a: overdue");
	scene.watched = stage.a;
	scene.place = &stage.a->targets[0].place;
	overdue_explain(&stage.steps.step, &scene, event);
	assert_string_equal(event->detail,
	    "renews at 33% left as a rule, now at 20%; learned from 3 "
	    "renewals, the last on 2023-11-14 22:13 UTC");
	assert_non_null(strstr(event->text, "a: overdue: renews at 33%"));
	event_unref(event);
	tear_down(&stage);
	(void)state;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_overdue_below_what_is_usual),
	    cmocka_unit_test(without_a_habit_nothing_is),
	    cmocka_unit_test(what_a_newer_one_has_replaced_is_no_matter),
	    cmocka_unit_test(other_variants_are_no_matter),
	    cmocka_unit_test(it_stands_for_a_warning),
	    cmocka_unit_test(it_stands_for_nothing_that_is_critical),
	    cmocka_unit_test(who_was_warned_is_not_told_again),
	    cmocka_unit_test(who_shares_the_certificate_joins),
	    cmocka_unit_test(how_it_was_learned_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
