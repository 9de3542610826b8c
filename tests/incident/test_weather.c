/* Reachability: n of m, and back. */
#include "incident/weather.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

/* Looks at address n as text: x failed, . reached. Returns the events. */
static size_t
play(struct steps *steps, struct watched *watched, unsigned n,
    const char *looks, enum failure failure)
{
	struct target_state *target = &watched->targets[n - 1];
	size_t events = 0;

	for (; *looks != '\0'; looks++) {
		struct look look = steps_look(NULL, failure);

		look.failure_detail = "no route";
		steps_next(steps, 30);
		weather_look(
		    &steps->step, watched, target, &look, *looks == 'x');
		events += steps_event_count(steps);
	}
	return events;
}

static void
opens_after_n_of_m_looks(void **state)
{
	static const struct {
		unsigned n, m;
		const char *looks;
		bool opens;
	} rows[] = {
	    {3, 5, "xx", false},
	    {3, 5, "xxx", true},
	    {3, 5, "x.x.x", true},
	    {3, 5, "xx...x", false},
	    {3, 5, "xx..x", true},
	    {1, 1, "x", true},
	    {2, 2, "x.x.x.x", false},
	    {5, 64, "x.........x.........x.........x.........x", true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct steps steps;
		struct watched *a;

		steps_init(&steps);
		steps.options.reach_bad = rows[i].n;
		steps.options.reach_window = rows[i].m;
		a = steps_watch(&steps, "a", 1);
		assert_int_equal(
		    play(&steps, a, 1, rows[i].looks, FAILURE_UNREACHABLE),
		    rows[i].opens);
		assert_int_equal(steps.book.open.len, rows[i].opens);
		steps_clear(&steps);
	}
}

static void
the_event_says_how_many_and_how(void **state)
{
	struct steps steps;
	struct watched *a;
	const struct event *event;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	play(&steps, a, 1, "...x.xx", FAILURE_UNREACHABLE);
	assert_int_equal(steps_event_count(&steps), 1);
	event = steps_event(&steps, 0);
	assert_int_equal(event->kind, EVENT_INCIDENT_OPENED);
	assert_int_equal(event->severity, SEVERITY_CRITICAL);
	assert_int_equal(event->finding, FINDING_UNREACHABLE);
	assert_string_equal(event->detail, "no route");
	assert_non_null(strstr(event->text, "3 of the last 5 looks failed"));
	steps_clear(&steps);
}

static void
ends_after_good_looks_in_a_row_and_starts_anew(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	assert_int_equal(play(&steps, a, 1, "xxx", FAILURE_CONNECT_REFUSED), 1);
	assert_int_equal(
	    play(&steps, a, 1, ".x.x.xxx.", FAILURE_UNREACHABLE), 0);
	assert_int_equal(steps.batch.look_again_s, 30);
	assert_int_equal(play(&steps, a, 1, ".", FAILURE_NONE), 1);
	assert_int_equal(steps_event(&steps, 0)->kind, EVENT_INCIDENT_RESOLVED);
	/* what it was opened for, whatever failed later */
	assert_int_equal(
	    steps_event(&steps, 0)->finding, FINDING_CONNECT_REFUSED);
	assert_int_equal(play(&steps, a, 1, "xx", FAILURE_UNREACHABLE), 0);
	assert_int_equal(play(&steps, a, 1, "x", FAILURE_UNREACHABLE), 1);
	steps_clear(&steps);
}

static void
addresses_of_an_endpoint_share_one(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 2);
	assert_int_equal(play(&steps, a, 1, "xxx", FAILURE_CONNECT_REFUSED), 1);
	assert_int_equal(play(&steps, a, 2, "xxx", FAILURE_CONNECT_TIMEOUT), 0);
	assert_int_equal(steps.book.open.len, 1);
	assert_int_equal(play(&steps, a, 1, "..", FAILURE_NONE), 0);
	assert_int_equal(play(&steps, a, 2, "..", FAILURE_NONE), 1);
	steps_clear(&steps);
}

static void
the_summary_has_told_of_what_never_was_reached(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	a->targets[0].is_down_told = true;
	assert_int_equal(play(&steps, a, 1, "xxx", FAILURE_CONNECT_REFUSED), 0);
	assert_int_equal(steps.book.open.len, 1);
	assert_int_equal(play(&steps, a, 1, "..", FAILURE_NONE), 1);
	assert_false(a->targets[0].is_down_told);
	steps_clear(&steps);
}

static void
names_have_an_incident_of_their_own(void **state)
{
	struct steps steps;
	struct watched *a;
	size_t events = 0;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	play(&steps, a, 1, "xxx", FAILURE_CONNECT_REFUSED);
	for (int i = 0; i < 4; i++) {
		steps_next(&steps, 30);
		weather_resolve(&steps.step, a, FAILURE_RESOLVE_TIMEOUT, "t");
		events += steps_event_count(&steps);
	}
	assert_int_equal(events, 1);
	assert_int_equal(steps.book.open.len, 2);
	/* one answer is enough, and ends only that */
	steps_next(&steps, 30);
	weather_resolve(&steps.step, a, FAILURE_NONE, NULL);
	assert_int_equal(steps_event_count(&steps), 1);
	assert_int_equal(
	    steps_event(&steps, 0)->finding, FINDING_RESOLVE_FAILED);
	assert_int_equal(steps.book.open.len, 1);
	steps_clear(&steps);
}

static void
failures_to_resolve_count_since_the_last_answer(void **state)
{
	struct steps steps;
	struct watched *a;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	for (int i = 0; i < 20; i++) {
		weather_resolve(&steps.step, a, FAILURE_RESOLVE_REFUSED, "");
		weather_resolve(&steps.step, a, FAILURE_RESOLVE_REFUSED, "");
		weather_resolve(&steps.step, a, FAILURE_NONE, NULL);
	}
	assert_int_equal(steps_event_count(&steps), 0);
	assert_int_equal(steps.book.open.len, 0);
	steps_clear(&steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(opens_after_n_of_m_looks),
	    cmocka_unit_test(the_event_says_how_many_and_how),
	    cmocka_unit_test(ends_after_good_looks_in_a_row_and_starts_anew),
	    cmocka_unit_test(addresses_of_an_endpoint_share_one),
	    cmocka_unit_test(the_summary_has_told_of_what_never_was_reached),
	    cmocka_unit_test(names_have_an_incident_of_their_own),
	    cmocka_unit_test(failures_to_resolve_count_since_the_last_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
