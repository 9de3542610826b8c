/* The one event that ends the first pass. */
#include "incident/summary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "support/steps.h"

struct stage {
	struct steps steps;
	struct table table;
};

static void
set_up(struct stage *stage)
{
	memset(stage, 0, sizeof *stage);
	steps_init(&stage->steps);
}

static void
tear_down(struct stage *stage)
{
	table_clear(&stage->table);
	steps_clear(&stage->steps);
}

static struct watched *
watch(struct stage *stage, const char *name)
{
	struct watched *watched = steps_watch(&stage->steps, name, 1);

	table_add(&stage->table, &watched->item);
	watched->targets[0].last_look_at = 1;
	watched->targets[0].is_seen = watched->targets[0].is_reached = true;
	return watched;
}

static struct open_incident *
break_it(struct stage *stage, struct watched *watched, enum finding_code code)
{
	struct open_incident *open =
	    book_open(&stage->steps.book, code, NULL, watched->endpoint, 1);

	book_join(open, watched, &watched->targets[0].place,
	    finding_info(code)->severity, 1);
	open->incident->told = INCIDENT_IN_SUMMARY;
	return open;
}

static const struct event *
tell(struct stage *stage)
{
	summary_tell(&stage->steps.step, &stage->table, false);
	assert_int_equal(steps_event_count(&stage->steps), 1);
	assert_int_equal(steps_event(&stage->steps, 0)->kind, EVENT_FIRST_PASS);
	return steps_event(&stage->steps, 0);
}

static void
all_is_well(void **state)
{
	struct stage stage;
	const struct event *event;

	set_up(&stage);
	watch(&stage, "a");
	watch(&stage, "b");
	event = tell(&stage);
	assert_int_equal(event->severity, SEVERITY_OK);
	assert_string_equal(event->text, "first pass over 2 endpoints: 2 fine");
	assert_null(event->endpoint);
	tear_down(&stage);
}

static void
an_empty_fleet_has_a_summary_too(void **state)
{
	struct stage stage;

	set_up(&stage);
	assert_string_equal(
	    tell(&stage)->text, "first pass over 0 endpoints: 0 fine");
	tear_down(&stage);
}

static void
counts_by_root_cause_worst_first(void **state)
{
	struct stage stage;
	struct watched *c;
	const struct event *event;

	set_up(&stage);
	watch(&stage, "a");
	break_it(&stage, watch(&stage, "b"), FINDING_WRONG_ORDER);
	c = watch(&stage, "c");
	break_it(&stage, c, FINDING_NAME_MISMATCH);
	break_it(&stage, c, FINDING_LEAF_ONLY); /* the root cause of both */
	break_it(&stage, watch(&stage, "d"), FINDING_LEAF_ONLY);
	/* untidy is fine */
	break_it(&stage, watch(&stage, "e"), FINDING_ROOT_INCLUDED);
	event = tell(&stage);
	assert_int_equal(event->severity, SEVERITY_CRITICAL);
	assert_string_equal(event->text,
	    "first pass over 5 endpoints: 2 fine, 3 broken (leaf-only: "
	    "c.example:443, d.example:443; wrong-order: b.example:443)");
	tear_down(&stage);
}

static void
names_a_few_and_counts_the_rest(void **state)
{
	struct stage stage;

	set_up(&stage);
	for (int i = 0; i < 9; i++) {
		char name[8];

		snprintf(name, sizeof name, "e%d", i);
		break_it(&stage, watch(&stage, name), FINDING_LEAF_ONLY);
	}
	assert_string_equal(tell(&stage)->text,
	    "first pass over 9 endpoints: 0 fine, 9 broken (leaf-only: "
	    "e0.example:443, e1.example:443, e2.example:443, e3.example:443, "
	    "e4.example:443 and 4 more)");
	tear_down(&stage);
}

static void
unreachable_is_a_warning_and_marked_as_told(void **state)
{
	struct stage stage;
	struct watched *a, *b;
	const struct event *event;

	set_up(&stage);
	a = watch(&stage, "a");
	a->targets[0].is_seen = a->targets[0].is_reached = false;
	b = watch(&stage, "b"); /* its names do not resolve */
	b->resolve_count = 1;
	b->targets[0].last_look_at = 0;
	b->targets[0].is_seen = b->targets[0].is_reached = false;
	event = tell(&stage);
	assert_int_equal(event->severity, SEVERITY_WARNING);
	assert_string_equal(event->text,
	    "first pass over 2 endpoints: 0 fine, 2 unreachable "
	    "(a.example:443, b.example:443)");
	assert_true(a->targets[0].is_down_told);
	assert_true(b->is_resolve_told);
	assert_false(b->targets[0].is_down_told);
	tear_down(&stage);
}

/* Both are said, so that neither has to be said again. */
static void
broken_at_one_address_and_down_at_another_is_both(void **state)
{
	struct stage stage;
	struct watched *a;

	set_up(&stage);
	a = steps_watch(&stage.steps, "a", 2);
	table_add(&stage.table, &a->item);
	a->targets[0].last_look_at = a->targets[1].last_look_at = 1;
	a->targets[0].is_seen = a->targets[0].is_reached = true;
	break_it(&stage, a, FINDING_LEAF_ONLY);
	assert_string_equal(tell(&stage)->text,
	    "first pass over 1 endpoint: 0 fine, 1 broken (leaf-only: "
	    "a.example:443), 1 unreachable (a.example:443 at "
	    "192.0.2.2:443)");
	assert_false(a->targets[0].is_down_told);
	assert_true(a->targets[1].is_down_told);
	assert_non_null(steps_event(&stage.steps, 0)->rows.items[1].address);
	tear_down(&stage);
}

/* For a terminal: the worst first, so many and no more, the address where it is
 * not all of them. */
static void
lists_the_worst_first_and_not_without_end(void **state)
{
	struct stage stage;
	struct watched *a;
	const struct event *event;
	char name[16];

	set_up(&stage);
	a = steps_watch(&stage.steps, "a", 2);
	table_add(&stage.table, &a->item);
	a->targets[0].last_look_at = a->targets[1].last_look_at = 1;
	a->targets[0].is_seen = a->targets[0].is_reached = true;
	a->targets[1].is_seen = a->targets[1].is_reached = true;
	break_it(&stage, a, FINDING_LEAF_ONLY);
	for (int i = 0; i < EVENT_MAX_ROWS + 2; i++) {
		snprintf(name, sizeof name, "b%02d", i);
		break_it(&stage, watch(&stage, name), FINDING_WRONG_ORDER);
	}
	event = tell(&stage);
	assert_string_equal(
	    event->headline, "first pass over 23 endpoints: 0 fine, 23 broken");
	assert_int_equal(event->rows.len, EVENT_MAX_ROWS);
	assert_int_equal(event->more_rows, 3);
	assert_int_equal(event->rows.items[0].finding, FINDING_LEAF_ONLY);
	assert_string_equal(event->rows.items[0].endpoint, "a.example:443");
	assert_non_null(event->rows.items[0].address);
	assert_int_equal(event->rows.items[1].severity, SEVERITY_WARNING);
	assert_string_equal(event->rows.items[1].endpoint, "b00.example:443");
	assert_null(event->rows.items[1].address);
	tear_down(&stage);
}

static void
who_was_not_looked_at_is_not_called_fine(void **state)
{
	struct stage stage;
	struct watched *a;

	set_up(&stage);
	a = watch(&stage, "a");
	a->targets[0].is_seen = a->targets[0].is_reached = false;
	a->targets[0].last_look_at = 0;
	assert_string_equal(tell(&stage)->text,
	    "first pass over 1 endpoint: 0 fine, 1 not looked at yet");
	tear_down(&stage);
}

static void
what_it_told_is_told(void **state)
{
	struct stage stage;
	struct open_incident *lead, *along;
	struct watched *a;

	set_up(&stage);
	a = watch(&stage, "a");
	lead = break_it(&stage, a, FINDING_LEAF_ONLY);
	along = break_it(&stage, a, FINDING_NAME_MISMATCH);
	along->incident->told = INCIDENT_UNTOLD;
	tell(&stage);
	assert_int_equal(lead->incident->told, INCIDENT_TOLD);
	assert_int_equal(lead->incident->told_count, 1);
	assert_int_equal(along->incident->told, INCIDENT_UNTOLD);
	assert_int_equal(stage.steps.batch.incidents.len, 1);
	tear_down(&stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_is_well),
	    cmocka_unit_test(an_empty_fleet_has_a_summary_too),
	    cmocka_unit_test(counts_by_root_cause_worst_first),
	    cmocka_unit_test(names_a_few_and_counts_the_rest),
	    cmocka_unit_test(unreachable_is_a_warning_and_marked_as_told),
	    cmocka_unit_test(broken_at_one_address_and_down_at_another_is_both),
	    cmocka_unit_test(lists_the_worst_first_and_not_without_end),
	    cmocka_unit_test(who_was_not_looked_at_is_not_called_fine),
	    cmocka_unit_test(what_it_told_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
