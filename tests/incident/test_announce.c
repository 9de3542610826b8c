/* Who was told what. */
#include "incident/announce.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

struct stage {
	struct steps steps;
	struct watched *a;
	struct open_incident *lead, *along;
	struct place one, two;
};

/* Two incidents at one endpoint; the first is told, the other goes along. */
static void
set_up(struct stage *stage)
{
	memset(stage, 0, sizeof *stage);
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", 2);
	stage->one = steps_place(1);
	stage->two = steps_place(2);
	stage->lead = book_open(&stage->steps.book, FINDING_LEAF_ONLY, NULL,
	    stage->a->endpoint, stage->steps.step.now);
	stage->along = book_open(&stage->steps.book, FINDING_NAME_MISMATCH,
	    NULL, stage->a->endpoint, stage->steps.step.now);
	book_join(stage->lead, stage->a, &stage->one, SEVERITY_CRITICAL, 1);
	book_join(stage->along, stage->a, &stage->one, SEVERITY_CRITICAL, 1);
}

static void
an_event_says_who_where_and_what(void **state)
{
	struct stage stage;
	struct scene scene;
	const struct event *event;

	set_up(&stage);
	book_join(stage.lead, stage.a, &stage.two, SEVERITY_CRITICAL, 1);
	scene = (struct scene){
	    .watched = stage.a, .place = &stage.one, .open = stage.lead};
	announce_opened(&stage.steps.step, &scene, false);
	event = steps_event(&stage.steps, 0);
	assert_int_equal(event->kind, EVENT_INCIDENT_OPENED);
	assert_int_equal(event->severity, SEVERITY_CRITICAL);
	assert_int_equal(event->finding, FINDING_LEAF_ONLY);
	assert_ptr_equal(event->endpoint, stage.a->endpoint);
	assert_int_equal(event->places.len, 2);
	assert_string_equal(event->incident.id, stage.lead->incident->id);
	assert_int_equal(event->incident.endpoint_count, 1);
	/* numbers and ids come with the commit */
	assert_int_equal(event->sequence, 0);
	assert_string_equal(event->id, "");
	assert_int_equal(stage.lead->incident->told, INCIDENT_TOLD);
	assert_string_equal(stage.lead->incident->detail, event->text);
	steps_clear(&stage.steps);
}

static void
quietly_opened_waits_for_the_summary(void **state)
{
	struct stage stage;
	struct scene scene;

	set_up(&stage);
	scene = (struct scene){
	    .watched = stage.a, .place = &stage.one, .open = stage.lead};
	announce_opened(&stage.steps.step, &scene, true);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	assert_int_equal(stage.lead->incident->told, INCIDENT_IN_SUMMARY);
	/* and is over before that without a word */
	announce_leave(&stage.steps.step, stage.a,
	    watched_member_anywhere(stage.a, stage.lead), WORDS_FIXED);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	steps_clear(&stage.steps);
}

static void
only_the_last_member_ends_it(void **state)
{
	struct stage stage;

	set_up(&stage);
	stage.lead->incident->told = INCIDENT_TOLD;
	book_join(stage.lead, stage.a, &stage.two, SEVERITY_CRITICAL, 1);
	announce_leave(&stage.steps.step, stage.a,
	    watched_member(stage.a, stage.lead, &stage.one), WORDS_FIXED);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	announce_leave(&stage.steps.step, stage.a,
	    watched_member(stage.a, stage.lead, &stage.two), WORDS_FIXED);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	/* it still names whom it was about, and when it ended */
	assert_int_equal(
	    steps_event(&stage.steps, 0)->incident.endpoint_count, 1);
	assert_int_equal(steps_event(&stage.steps, 0)->incident.resolved_at,
	    stage.steps.step.now);
	assert_int_equal(stage.steps.book.open.len, 1);
	steps_clear(&stage.steps);
}

static void
what_remains_is_told_when_its_lead_ends(void **state)
{
	struct stage stage;

	set_up(&stage);
	stage.lead->incident->told = INCIDENT_TOLD;
	announce_remains(&stage.steps.step, stage.a);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	announce_leave(&stage.steps.step, stage.a,
	    watched_member_anywhere(stage.a, stage.lead), WORDS_FIXED);
	announce_remains(&stage.steps.step, stage.a);
	assert_int_equal(steps_event_count(&stage.steps), 2);
	assert_int_equal(
	    steps_event(&stage.steps, 1)->kind, EVENT_INCIDENT_OPENED);
	assert_int_equal(
	    steps_event(&stage.steps, 1)->finding, FINDING_NAME_MISMATCH);
	announce_remains(&stage.steps.step, stage.a);
	assert_int_equal(steps_event_count(&stage.steps), 2);
	steps_clear(&stage.steps);
}

static void
a_lesser_incident_covers_nothing_worse(void **state)
{
	struct stage stage;

	set_up(&stage);
	book_grade(
	    watched_member_anywhere(stage.a, stage.lead), SEVERITY_NOTICE);
	stage.lead->incident->told = INCIDENT_TOLD;
	announce_remains(&stage.steps.step, stage.a);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	steps_clear(&stage.steps);
}

static void
weather_covers_no_fact(void **state)
{
	struct stage stage;
	struct open_incident *down;

	set_up(&stage);
	down = book_open(&stage.steps.book, FINDING_CONNECT_REFUSED, NULL,
	    stage.a->endpoint, 1);
	book_join(down, stage.a, &stage.two, SEVERITY_CRITICAL, 1);
	down->incident->told = INCIDENT_TOLD;
	announce_remains(&stage.steps.step, stage.a);
	/* the root cause; the other goes along with it */
	assert_int_equal(steps_event_count(&stage.steps), 1);
	assert_int_equal(
	    steps_event(&stage.steps, 0)->finding, FINDING_LEAF_ONLY);
	steps_clear(&stage.steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_event_says_who_where_and_what),
	    cmocka_unit_test(quietly_opened_waits_for_the_summary),
	    cmocka_unit_test(only_the_last_member_ends_it),
	    cmocka_unit_test(what_remains_is_told_when_its_lead_ends),
	    cmocka_unit_test(a_lesser_incident_covers_nothing_worse),
	    cmocka_unit_test(weather_covers_no_fact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
