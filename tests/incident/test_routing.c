/* Who hears of an incident hears how it goes on and ends. */
#include "incident/routing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "incident/announce.h"
#include "incident/hush.h"
#include "support/steps.h"

/* a.example is of team web, b.example of team db, each with a sink of its own;
 * the pager gets what is critical. */
struct stage {
	struct steps steps;
	struct routes routes;
	struct watched *a, *b;
	struct open_incident *open;
	struct place one;
	struct hush_rules hush;
};

static void
label(struct watched *watched, const char *team)
{
	*ARRAY_ADD(&watched->endpoint->settings->labels) =
	    (struct endpoint_label){mem_strdup("team"), mem_strdup(team)};
}

static void
add_route(struct stage *stage, const char *team, enum severity least,
    const char *sink)
{
	struct route *route = ARRAY_ADD(&stage->routes.list);

	if (team != NULL)
		*ARRAY_ADD(&route->labels) = (struct endpoint_label){
		    mem_strdup("team"), mem_strdup(team)};
	route->min_severity = (int)least;
	route->is_continued = true;
	texts_add(&route->sinks, sink);
}

static void
set_up(struct stage *stage, enum severity severity)
{
	memset(stage, 0, sizeof *stage);
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", 2);
	stage->b = steps_watch(&stage->steps, "b", 2);
	label(stage->a, "web");
	label(stage->b, "db");
	add_route(stage, NULL, SEVERITY_CRITICAL, "pager");
	add_route(stage, "web", SEVERITY_OK, "web");
	add_route(stage, "db", SEVERITY_OK, "db");
	stage->routes.has_defaults = true;
	texts_add(&stage->routes.defaults, "journal");
	stage->one = steps_place(1);
	stage->open = book_open(&stage->steps.book, FINDING_LEAF_EXPIRED, NULL,
	    stage->a->endpoint, stage->steps.step.now);
	book_join(stage->open, stage->a, &stage->one, severity, 1);
}

static void
clear(struct stage *stage)
{
	routes_clear(&stage->routes);
	steps_clear(&stage->steps);
}

static struct event *
tell(struct stage *stage, enum event_kind kind)
{
	const struct scene scene = {
	    .watched = stage->a, .place = &stage->one, .open = stage->open};

	return announce(&stage->steps.step, kind,
	    kind == EVENT_INCIDENT_RESOLVED ? SEVERITY_NOTICE
					    : stage->open->incident->severity,
	    &scene, mem_strdup("words"));
}

static void
apply(struct stage *stage)
{
	routing_apply(&stage->routes, &stage->hush, &stage->steps.batch,
	    stage->steps.step.now);
}

static void
grade(struct stage *stage, enum severity severity)
{
	book_grade(watched_member_anywhere(stage->a, stage->open), severity);
}

static void
the_end_goes_to_who_heard_the_begin(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage, SEVERITY_CRITICAL);
	event = tell(&stage, EVENT_INCIDENT_OPENED);
	apply(&stage);
	assert_string_equal(event->sinks, "pager web");
	assert_null(event->newly_told);
	/* less severe by now: the pager is still told that it is over */
	steps_next(&stage.steps, 60);
	grade(&stage, SEVERITY_WARNING);
	event = tell(&stage, EVENT_INCIDENT_CHANGED);
	apply(&stage);
	assert_string_equal(event->sinks, "pager web");
	steps_next(&stage.steps, 60);
	event = tell(&stage, EVENT_INCIDENT_RESOLVED);
	apply(&stage);
	assert_string_equal(event->sinks, "pager web");
	clear(&stage);
}

static void
who_was_not_told_hears_no_end(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage, SEVERITY_WARNING);
	tell(&stage, EVENT_INCIDENT_OPENED);
	apply(&stage);
	/* the routes are others by now */
	texts_add(&stage.routes.list.items[1].sinks, "late");
	steps_next(&stage.steps, 60);
	event = tell(&stage, EVENT_INCIDENT_RESOLVED);
	apply(&stage);
	assert_string_equal(event->sinks, "web");
	clear(&stage);
}

static void
an_escalation_says_who_hears_it_first(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage, SEVERITY_WARNING);
	event = tell(&stage, EVENT_INCIDENT_OPENED);
	apply(&stage);
	assert_string_equal(event->sinks, "web");
	steps_next(&stage.steps, 60);
	grade(&stage, SEVERITY_CRITICAL);
	event = tell(&stage, EVENT_INCIDENT_CHANGED);
	apply(&stage);
	assert_string_equal(event->sinks, "web pager");
	assert_string_equal(event->newly_told, "pager");
	/* and not again */
	steps_next(&stage.steps, 60);
	event = tell(&stage, EVENT_INCIDENT_REMINDER);
	apply(&stage);
	assert_null(event->newly_told);
	clear(&stage);
}

static void
one_that_reaches_others_tells_them_alone(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage, SEVERITY_WARNING);
	tell(&stage, EVENT_INCIDENT_OPENED);
	apply(&stage);
	steps_next(&stage.steps, 60);
	book_join(stage.open, stage.b, &stage.one, SEVERITY_WARNING, 60);
	step_note(&stage.steps.step, stage.open);
	*ARRAY_ADD(&stage.steps.batch.endpoints) = stage.b;
	apply(&stage);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	event = steps_event(&stage.steps, 0);
	assert_int_equal(event->kind, EVENT_INCIDENT_CHANGED);
	assert_string_equal(event->sinks, "db");
	assert_string_equal(event->newly_told, "db");
	assert_string_equal(event->endpoint->id, "b.example:443");
	assert_string_equal(event->incident.id, stage.open->incident->id);
	/* once: the next look at it tells nobody */
	steps_next(&stage.steps, 60);
	*ARRAY_ADD(&stage.steps.batch.endpoints) = stage.b;
	apply(&stage);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	/* and both hear the end */
	event = tell(&stage, EVENT_INCIDENT_RESOLVED);
	apply(&stage);
	assert_string_equal(event->sinks, "web db");
	clear(&stage);
}

/* The pager hears of it when it can be told, and that this is the first. */
static void
what_is_quiet_is_heard_by_nobody(void **state)
{
	struct stage stage;
	struct event *event;

	set_up(&stage, SEVERITY_WARNING);
	tell(&stage, EVENT_INCIDENT_OPENED);
	apply(&stage);
	steps_next(&stage.steps, 60);
	grade(&stage, SEVERITY_CRITICAL);
	event = tell(&stage, EVENT_INCIDENT_CHANGED);
	event->hush = HUSH_MAINTENANCE;
	apply(&stage);
	assert_string_equal(stage.open->incident->sinks, "web");
	steps_next(&stage.steps, 60);
	event = tell(&stage, EVENT_INCIDENT_CHANGED);
	apply(&stage);
	assert_string_equal(event->newly_told, "pager");
	/* nor is it told further while its new endpoint is quiet */
	steps_next(&stage.steps, 60);
	book_join(stage.open, stage.b, &stage.one, SEVERITY_WARNING, 60);
	steps_maintain(&stage.hush, NULL, stage.steps.step.now);
	*ARRAY_ADD(&stage.steps.batch.endpoints) = stage.b;
	apply(&stage);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	steps_maintain_no_more(&stage.hush);
	apply(&stage);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	clear(&stage);
}

static void
a_summary_goes_to_all_it_is_about(void **state)
{
	struct stage stage;
	struct event *event;

	set_up(&stage, SEVERITY_CRITICAL);
	announce_opened(&stage.steps.step,
	    &(struct scene){
		.watched = stage.a, .place = &stage.one, .open = stage.open},
	    true);
	step_note(&stage.steps.step, stage.open);
	*ARRAY_ADD(&stage.steps.batch.endpoints) = stage.a;
	apply(&stage);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	assert_string_equal(stage.open->incident->sinks, "pager web");
	steps_next(&stage.steps, 60);
	stage.open->incident->told = INCIDENT_TOLD;
	step_note(&stage.steps.step, stage.open);
	event = event_new(EVENT_FIRST_PASS, 60);
	*ARRAY_ADD(&stage.steps.batch.events) = event;
	apply(&stage);
	assert_string_equal(event->sinks, "pager web journal");
	clear(&stage);
}

/* It could not end a summary. */
static void
who_keeps_alerts_gets_each_opening(void **state)
{
	struct stage stage;
	struct route_sink *sink;
	const struct event *event;

	set_up(&stage, SEVERITY_CRITICAL);
	sink = ARRAY_ADD(&stage.routes.sinks);
	sink->name = mem_strdup("pager");
	sink->has_alerts = true;
	stage.open->incident->told = INCIDENT_TOLD;
	stage.open->incident->sinks = mem_strdup("pager web");
	stage.open->incident->detail = mem_strdup("a.example is broken");
	step_note(&stage.steps.step, stage.open);
	*ARRAY_ADD(&stage.steps.batch.events) = event_new(EVENT_FIRST_PASS, 60);
	apply(&stage);
	assert_int_equal(steps_event_count(&stage.steps), 2);
	event = steps_event(&stage.steps, 1);
	assert_int_equal(event->kind, EVENT_INCIDENT_OPENED);
	assert_string_equal(event->sinks, "pager");
	assert_string_equal(event->newly_told, "pager");
	assert_string_equal(steps_event(&stage.steps, 0)->sinks, "web journal");
	assert_string_equal(event->text, "a.example is broken");
	assert_string_equal(event->incident.id, stage.open->incident->id);
	clear(&stage);
}

static void
what_went_along_untold_stays_untold(void **state)
{
	struct stage stage;

	set_up(&stage, SEVERITY_CRITICAL);
	step_note(&stage.steps.step, stage.open);
	*ARRAY_ADD(&stage.steps.batch.endpoints) = stage.a;
	apply(&stage);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	assert_null(stage.open->incident->sinks);
	clear(&stage);
}

/* Its end is no worse than a notice, but goes where its begin went. */
static void
the_end_of_a_fault_of_ours_goes_where_it_began(void **state)
{
	struct stage stage;
	struct event *event;

	set_up(&stage, SEVERITY_OK);
	route_clear(&stage.routes.list.items[0]);
	stage.routes.list.items[0].is_monitor = true;
	stage.routes.list.items[0].min_severity = SEVERITY_WARNING;
	texts_add(&stage.routes.list.items[0].sinks, "pager");
	event = event_new(EVENT_MONITOR_FAULT, 1);
	event->severity = SEVERITY_NOTICE;
	event->finding = FINDING_SINK_FAILING;
	*ARRAY_ADD(&stage.steps.batch.events) = event;
	apply(&stage);
	assert_string_equal(event->sinks, "pager journal");
	clear(&stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_end_goes_to_who_heard_the_begin),
	    cmocka_unit_test(who_was_not_told_hears_no_end),
	    cmocka_unit_test(an_escalation_says_who_hears_it_first),
	    cmocka_unit_test(one_that_reaches_others_tells_them_alone),
	    cmocka_unit_test(what_is_quiet_is_heard_by_nobody),
	    cmocka_unit_test(a_summary_goes_to_all_it_is_about),
	    cmocka_unit_test(who_keeps_alerts_gets_each_opening),
	    cmocka_unit_test(what_went_along_untold_stays_untold),
	    cmocka_unit_test(the_end_of_a_fault_of_ours_goes_where_it_began),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
