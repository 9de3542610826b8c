/* What is kept and not told. */
#include "incident/hush.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "incident/announce.h"
#include "support/steps.h"

struct stage {
	struct steps steps;
	struct hush_rules rules;
	struct watched *a, *b;
	struct open_incident *open; /* at both */
	struct place one;
};

static void
set_up(struct stage *stage)
{
	memset(stage, 0, sizeof *stage);
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", 1);
	stage->b = steps_watch(&stage->steps, "b", 1);
	stage->one = steps_place(1);
	stage->open = book_open(&stage->steps.book, FINDING_LEAF_ONLY, NULL,
	    stage->a->endpoint, stage->steps.step.now);
	book_join(stage->open, stage->a, &stage->one, SEVERITY_CRITICAL, 1);
	book_join(stage->open, stage->b, &stage->one, SEVERITY_CRITICAL, 1);
	stage->steps.step.hush = &stage->rules;
}

static void
tear_down(struct stage *stage)
{
	hush_rules_clear(&stage->rules);
	steps_clear(&stage->steps);
}

static void
without_rules_all_is_told(void **state)
{
	struct stage stage;

	(void)state;
	set_up(&stage);
	assert_int_equal(
	    hush_of(&stage.steps.step, stage.a, stage.open, NULL), HUSH_NONE);
	stage.steps.step.hush = NULL;
	assert_int_equal(
	    hush_of(&stage.steps.step, stage.a, stage.open, NULL), HUSH_NONE);
	tear_down(&stage);
}

static void
an_incident_is_quiet_while_all_who_show_it_are(void **state)
{
	struct strbuf words = STRBUF_INIT(HUSH_WORDS_MAX);
	struct stage stage;

	(void)state;
	set_up(&stage);
	steps_maintain(&stage.rules, NULL, stage.steps.step.now);
	assert_int_equal(
	    hush_of(&stage.steps.step, stage.a, stage.open, &words),
	    HUSH_MAINTENANCE);
	assert_non_null(strstr(strbuf_text(&words), "maintenance move until"));
	steps_maintain_no_more(&stage.rules);
	steps_maintain(&stage.rules, stage.a, stage.steps.step.now);
	assert_int_equal(
	    hush_of(&stage.steps.step, stage.a, stage.open, NULL), HUSH_NONE);
	/* what is no incident is the endpoint's own */
	assert_int_equal(
	    hush_of(&stage.steps.step, stage.a, NULL, NULL), HUSH_MAINTENANCE);
	assert_int_equal(
	    hush_of(&stage.steps.step, stage.b, NULL, NULL), HUSH_NONE);
	strbuf_clear(&words);
	tear_down(&stage);
}

static void
a_quiet_opening_is_remembered_as_one(void **state)
{
	struct stage stage;
	struct scene scene;
	const struct event *event;

	(void)state;
	set_up(&stage);
	steps_maintain(&stage.rules, NULL, stage.steps.step.now);
	scene = (struct scene){
	    .watched = stage.a, .place = &stage.one, .open = stage.open};
	announce_opened(&stage.steps.step, &scene, false);
	event = steps_event(&stage.steps, 0);
	assert_int_equal(event->hush, HUSH_MAINTENANCE);
	assert_non_null(strstr(event->hush_words, "maintenance move until"));
	assert_int_equal(stage.open->incident->told, INCIDENT_HUSHED);
	assert_int_equal(stage.open->incident->hush, HUSH_MAINTENANCE);
	assert_int_equal(stage.open->incident->told_at, 0);
	/* told at last, it is as any other */
	steps_maintain_no_more(&stage.rules);
	announce_at_last(&stage.steps.step, &scene);
	event = steps_event(&stage.steps, 1);
	assert_int_equal(event->hush, HUSH_NONE);
	assert_int_equal(event->kind, EVENT_INCIDENT_OPENED);
	assert_non_null(strstr(event->text, "maintenance move"));
	assert_int_equal(stage.open->incident->told, INCIDENT_TOLD);
	assert_int_equal(stage.open->incident->hush, HUSH_NONE);
	assert_null(stage.open->incident->hush_words);
	tear_down(&stage);
}

static void
who_was_told_is_told_the_end(void **state)
{
	struct stage stage;

	(void)state;
	set_up(&stage);
	stage.open->incident->told = INCIDENT_TOLD;
	steps_maintain(&stage.rules, NULL, stage.steps.step.now);
	announce_leave(
	    &stage.steps.step, stage.b, &stage.b->memberships[0], WORDS_FIXED);
	announce_leave(
	    &stage.steps.step, stage.a, &stage.a->memberships[0], WORDS_FIXED);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	assert_int_equal(steps_event(&stage.steps, 0)->hush, HUSH_NONE);
	tear_down(&stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_rules_all_is_told),
	    cmocka_unit_test(an_incident_is_quiet_while_all_who_show_it_are),
	    cmocka_unit_test(a_quiet_opening_is_remembered_as_one),
	    cmocka_unit_test(who_was_told_is_told_the_end),
	};

	return cmocka_run_group_tests_name("hush", tests, NULL, NULL);
}
