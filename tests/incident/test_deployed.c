/* Files that are newer than what is served. */
#include "incident/deployed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/endpoint_file.h"
#include "support/steps.h"

#define FILE_PATH "/etc/x/cert.pem"
#define GRACE_S 3600

struct stage {
	struct steps steps;
	struct watched *server, *file;
	struct verdict *old, *renewed;
};

static struct watched *
watch_file(struct stage *stage)
{
	struct endpoint *endpoint = endpoint_new();
	struct watched *watched;

	endpoint->file = endpoint_file_new();
	endpoint->file->path = mem_strdup(FILE_PATH);
	texts_add(&endpoint->file->served_by, "a.example:443");
	endpoint_finish(endpoint);
	watched = watched_new(endpoint);
	endpoint_unref(endpoint);
	watched->targets = mem_new(1, sizeof *watched->targets);
	watched->target_count = 1;
	watched->targets[0].place = place_at_path(FILE_PATH);
	*ARRAY_ADD(&stage->steps.watched) = watched;
	table_add(&stage->steps.endpoints, &watched->item);
	return watched;
}

static void
set_up(struct stage *stage)
{
	memset(stage, 0, sizeof *stage);
	steps_init(&stage->steps);
	stage->server = steps_watch(&stage->steps, "a", 2);
	texts_add(&stage->server->endpoint->settings->serves, FILE_PATH);
	stage->server->endpoint->settings->deploy_grace_s = GRACE_S;
	stage->file = watch_file(stage);
	stage->old = steps_chain(&stage->steps, "L1", "I1", FINDING_COUNT);
	stage->renewed = steps_chain(&stage->steps, "L2", "I1", FINDING_COUNT);
}

static void
show(struct stage *stage, struct watched *watched, unsigned n,
    struct verdict *verdict, int64_t later_s)
{
	struct target_state *target = &watched->targets[n - 1];

	steps_next(&stage->steps, later_s);
	if (!target->is_seen || !verdict_same_chain(target->current, verdict))
		target->chain_since = stage->steps.step.now;
	verdict_unref(target->current);
	target->current = verdict_ref(verdict);
	target->is_seen = target->is_reached = target->is_fresh = true;
	target->last_look_at = stage->steps.step.now;
	deployed_look(&stage->steps.step, watched, target);
}

/* Everything is as it should be, then the file is renewed. */
static void
renew(struct stage *stage)
{
	show(stage, stage->file, 1, stage->old, 1);
	show(stage, stage->server, 1, stage->old, 1);
	show(stage, stage->server, 2, stage->old, 1);
	show(stage, stage->file, 1, stage->renewed, 60);
}

static void
a_changed_file_asks_for_looks_at_who_serves_it(void **state)
{
	struct stage stage;

	set_up(&stage);
	renew(&stage);
	assert_true(stage.steps.batch.is_file_changed);
	show(&stage, stage.file, 1, stage.renewed, 60);
	assert_false(stage.steps.batch.is_file_changed);
	steps_clear(&stage.steps);
}

static void
within_the_grace_nothing_is_said_and_its_end_is_met(void **state)
{
	struct stage stage;

	set_up(&stage);
	renew(&stage);
	show(&stage, stage.server, 1, stage.old, 600);
	assert_int_equal(stage.steps.book.open.len, 0);
	assert_int_equal(stage.steps.batch.look_again_s, GRACE_S - 600);
	steps_clear(&stage.steps);
}

static void
after_the_grace_the_addresses_that_are_late_are_named(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage);
	renew(&stage);
	show(&stage, stage.server, 1, stage.old, GRACE_S);
	/* the other was not looked at since */
	assert_int_equal(stage.steps.book.open.len, 0);
	assert_true(stage.steps.batch.is_look_again_endpoint);
	show(&stage, stage.server, 2, stage.old, 5);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	event = steps_event(&stage.steps, 0);
	assert_int_equal(event->finding, FINDING_NOT_DEPLOYED);
	assert_int_equal(event->severity, SEVERITY_WARNING);
	assert_int_equal(event->places.len, 2);
	assert_non_null(strstr(event->text, FILE_PATH " was renewed on disk"));
	/* said once */
	show(&stage, stage.server, 1, stage.old, 600);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	steps_clear(&stage.steps);
}

static void
a_file_that_would_break_what_works_is_not_to_be_loaded(void **state)
{
	struct stage stage;
	struct verdict *broken;

	set_up(&stage);
	renew(&stage);
	broken = steps_chain(&stage.steps, "L3", NULL, FINDING_LEAF_ONLY);
	show(&stage, stage.file, 1, broken, 60);
	show(&stage, stage.server, 1, stage.old, GRACE_S);
	show(&stage, stage.server, 2, stage.old, 1);
	assert_int_equal(stage.steps.book.open.len, 0);
	/* repaired, it has its grace again */
	show(&stage, stage.file, 1, stage.renewed, 60);
	show(&stage, stage.server, 1, stage.old, 600);
	assert_int_equal(stage.steps.book.open.len, 0);
	show(&stage, stage.server, 1, stage.old, GRACE_S);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	steps_clear(&stage.steps);
}

static void
a_file_that_breaks_later_does_not_end_it(void **state)
{
	struct stage stage;
	struct verdict *broken;

	set_up(&stage);
	renew(&stage);
	show(&stage, stage.server, 1, stage.old, GRACE_S);
	show(&stage, stage.server, 2, stage.old, 1);
	assert_int_equal(stage.steps.book.open.len, 1);
	broken = steps_chain(&stage.steps, "L3", NULL, FINDING_LEAF_ONLY);
	show(&stage, stage.file, 1, broken, 60);
	for (unsigned n = 0; n < 6; n++)
		show(&stage, stage.server, n % 2 + 1, stage.old, 60);
	assert_int_equal(stage.steps.book.open.len, 1);
	assert_int_equal(steps_event_count(&stage.steps), 0);
	steps_clear(&stage.steps);
}

static void
an_address_that_is_not_looked_at_is_not_waited_for_long(void **state)
{
	struct stage stage;

	set_up(&stage);
	renew(&stage);
	show(&stage, stage.server, 1, stage.old, GRACE_S + DEPLOYED_GATHER_S);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	assert_int_equal(steps_event(&stage.steps, 0)->places.len, 1);
	steps_clear(&stage.steps);
}

static void
it_ends_when_all_show_the_file_twice(void **state)
{
	struct stage stage;

	set_up(&stage);
	renew(&stage);
	show(&stage, stage.server, 2, stage.renewed, GRACE_S);
	show(&stage, stage.server, 1, stage.old, 5);
	assert_int_equal(stage.steps.book.open.len, 1);
	show(&stage, stage.server, 1, stage.renewed, 60);
	assert_int_equal(stage.steps.book.open.len, 1);
	show(&stage, stage.server, 1, stage.renewed, 30);
	assert_int_equal(stage.steps.book.open.len, 0);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	assert_int_equal(
	    steps_event(&stage.steps, 0)->kind, EVENT_INCIDENT_RESOLVED);
	steps_clear(&stage.steps);
}

static void
what_is_served_is_critical_when_its_end_is_near(void **state)
{
	struct stage stage;
	int64_t left_s;

	set_up(&stage);
	renew(&stage);
	show(&stage, stage.server, 1, stage.old, GRACE_S);
	show(&stage, stage.server, 2, stage.old, 1);
	left_s = stage.old->certs[0]->not_after - stage.steps.step.now;
	show(&stage, stage.server, 1, stage.old, left_s - DEPLOYED_URGENT_S);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	assert_int_equal(
	    steps_event(&stage.steps, 0)->kind, EVENT_INCIDENT_CHANGED);
	assert_int_equal(
	    steps_event(&stage.steps, 0)->severity, SEVERITY_CRITICAL);
	steps_clear(&stage.steps);
}

static void
an_older_file_says_nothing(void **state)
{
	struct stage stage;

	set_up(&stage);
	show(&stage, stage.file, 1, stage.old, 1);
	show(&stage, stage.server, 1, stage.renewed, 1);
	show(&stage, stage.server, 2, stage.renewed, 1);
	show(&stage, stage.server, 1, stage.renewed, 10 * GRACE_S);
	assert_int_equal(stage.steps.book.open.len, 0);
	assert_int_equal(stage.steps.batch.look_again_s, 0);
	steps_clear(&stage.steps);
}

static void
an_intermediate_that_was_added_on_disk_must_be_served_too(void **state)
{
	struct stage stage;
	struct verdict *bare, *whole;

	set_up(&stage);
	bare = steps_chain(&stage.steps, "L3", NULL, FINDING_LEAF_ONLY);
	whole = steps_chain(&stage.steps, "L3", "I1", FINDING_COUNT);
	show(&stage, stage.file, 1, bare, 1);
	show(&stage, stage.server, 1, bare, 1);
	show(&stage, stage.server, 2, bare, 1);
	show(&stage, stage.file, 1, whole, 60);
	show(&stage, stage.server, 1, bare, GRACE_S);
	show(&stage, stage.server, 2, bare, 1);
	assert_int_equal(steps_event_count(&stage.steps), 1);
	steps_clear(&stage.steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_changed_file_asks_for_looks_at_who_serves_it),
	    cmocka_unit_test(
		within_the_grace_nothing_is_said_and_its_end_is_met),
	    cmocka_unit_test(
		after_the_grace_the_addresses_that_are_late_are_named),
	    cmocka_unit_test(
		a_file_that_would_break_what_works_is_not_to_be_loaded),
	    cmocka_unit_test(a_file_that_breaks_later_does_not_end_it),
	    cmocka_unit_test(
		an_address_that_is_not_looked_at_is_not_waited_for_long),
	    cmocka_unit_test(it_ends_when_all_show_the_file_twice),
	    cmocka_unit_test(what_is_served_is_critical_when_its_end_is_near),
	    cmocka_unit_test(an_older_file_says_nothing),
	    cmocka_unit_test(
		an_intermediate_that_was_added_on_disk_must_be_served_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
