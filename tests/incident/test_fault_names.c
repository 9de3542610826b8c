/* Names that fail while it is not known whose fault that is. */
#include "incident/monitor_faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "incident/confirm.h"
#include "incident/weather.h"
#include "support/steps.h"

#define NAMES 12

/* a0.one.example to a11.one.example. */
struct trial {
	struct steps steps;
	struct monitor_faults faults;
	struct watched *all[NAMES];
	unsigned looks; /* at others */
};

static void
begin(struct trial *trial)
{
	char name[32];

	memset(trial, 0, sizeof *trial);
	steps_init(&trial->steps);
	for (unsigned i = 0; i < NAMES; i++) {
		snprintf(name, sizeof name, "a%u.one", i);
		trial->all[i] = steps_watch(&trial->steps, name, 1);
	}
}

static void
end(struct trial *trial)
{
	steps_clear(&trial->steps);
}

/* As fleet_resolve_failed does; is it told now? */
static bool
ask(struct trial *trial, struct watched *watched, int64_t later_s,
    enum failure failure)
{
	struct step *step = steps_next(&trial->steps, later_s);

	step->faults = &trial->faults;
	if (monitor_faults_resolve(step, watched, failure))
		weather_resolve(step, watched, failure, "");
	return steps_event_count(&trial->steps) == 1 &&
	    steps_event(&trial->steps, 0)->kind == EVENT_INCIDENT_OPENED;
}

static bool
fails(struct trial *trial, struct watched *watched, int64_t later_s)
{
	return ask(trial, watched, later_s, FAILURE_RESOLVE_TIMEOUT);
}

/* So many others, each another one, in the same second. */
static void
others(struct trial *trial, unsigned count, enum failure failure)
{
	for (; count > 0; count--) {
		trial->looks = trial->looks % (NAMES - 1) + 1;
		assert_false(ask(trial, trial->all[trial->looks], 0, failure));
	}
}

static void
a_name_that_fails_alone_waits_for_the_others(void **state)
{
	struct trial trial;
	struct watched *a;

	begin(&trial);
	a = trial.all[0];
	others(&trial, NAMES - 1, FAILURE_NONE);
	assert_false(fails(&trial, a, 1));
	assert_int_equal(trial.steps.batch.resolve_others, 0);
	assert_false(fails(&trial, a, 6));
	assert_int_equal(trial.steps.batch.resolve_others, OFFLINE_OTHERS);
	assert_false(trial.steps.batch.is_name_held);
	assert_false(fails(&trial, a, 6));
	assert_true(trial.steps.batch.is_name_held);
	/* They had the time to fail, too, and did not. */
	assert_true(fails(&trial, a, 10));
	assert_false(trial.steps.batch.is_name_held);
	end(&trial);
}

static void
it_is_forgotten_when_it_answers(void **state)
{
	struct trial trial;
	struct watched *a;

	begin(&trial);
	a = trial.all[0];
	for (int i = 0; i < 3; i++)
		assert_false(fails(&trial, a, 6));
	assert_false(ask(&trial, a, 6, FAILURE_NONE));
	assert_int_equal(steps_event_count(&trial.steps), 0);
	assert_false(fails(&trial, a, 6));
	assert_false(fails(&trial, a, 6));
	assert_int_equal(trial.steps.book.open.len, 0);
	end(&trial);
}

static void
others_that_fail_hold_it_for_as_many_failures_more(void **state)
{
	struct trial trial;
	struct watched *a;

	begin(&trial);
	a = trial.all[0];
	fails(&trial, a, 6);
	others(&trial, 1, FAILURE_RESOLVE_REFUSED);
	fails(&trial, a, 6);
	for (int i = 0; i < 3; i++) {
		assert_false(fails(&trial, a, 6));
		assert_true(trial.steps.batch.is_name_held);
		assert_true(trial.steps.batch.resolve_others > 0);
	}
	assert_true(fails(&trial, a, 6));
	end(&trial);
}

static void
others_that_answer_say_that_dns_works(void **state)
{
	static const struct {
		unsigned good, bad;
		bool is_told;
	} rows[] = {{1, 0, true}, {4, 1, true}, {3, 1, false}, {8, 2, true},
	    {7, 2, false}, {0, 3, false}};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct trial trial;
		struct watched *a;

		begin(&trial);
		a = trial.all[0];
		/* They answered, before it began. */
		others(&trial, NAMES - 1, FAILURE_NONE);
		fails(&trial, a, 6);
		fails(&trial, a, 6);
		others(&trial, rows[i].bad, FAILURE_RESOLVE_TIMEOUT);
		others(&trial, rows[i].good, FAILURE_NONE);
		if (rows[i].bad == 0) {
			assert_true(fails(&trial, a, 6));
			end(&trial);
			continue;
		}
		/* What was before may have been another outage. */
		assert_false(fails(&trial, a, 6));
		others(&trial, rows[i].bad, FAILURE_RESOLVE_TIMEOUT);
		others(&trial, rows[i].good, FAILURE_NONE);
		assert_int_equal(fails(&trial, a, 10), rows[i].is_told);
		end(&trial);
	}
}

static void
that_there_is_no_such_name_is_an_answer(void **state)
{
	struct trial trial;
	struct watched *a;

	begin(&trial);
	a = trial.all[0];
	assert_false(fails(&trial, a, 6));
	assert_false(fails(&trial, a, 6));
	assert_true(ask(&trial, a, 6, FAILURE_RESOLVE_NO_NAME));
	end(&trial);
}

static void
asked_for_seldom_it_is_told_in_time(void **state)
{
	struct trial trial;
	struct watched *a;

	begin(&trial);
	a = trial.all[0];
	assert_false(fails(&trial, a, 30));
	assert_false(fails(&trial, a, 30));
	/* They have what they were told before, which is not shown. */
	assert_int_equal(trial.steps.batch.resolve_others, OFFLINE_OTHERS);
	assert_true(fails(&trial, a, 60));
	end(&trial);
}

static void
after_a_restart_nothing_is_known_of_others(void **state)
{
	struct trial trial;
	struct watched *a;

	begin(&trial);
	a = trial.all[0];
	a->resolve_count = 2;
	assert_false(fails(&trial, a, 6));
	assert_true(trial.steps.batch.is_name_held);
	others(&trial, 1, FAILURE_RESOLVE_TIMEOUT);
	assert_false(fails(&trial, a, 10));
	others(&trial, 4, FAILURE_NONE);
	assert_true(fails(&trial, a, 10));
	end(&trial);
}

/* Watched beside it: the same host at another port. */
static struct watched *
watch_port(struct steps *steps, const struct watched *as, uint16_t port)
{
	struct endpoint *endpoint = endpoint_new();
	struct watched *watched;

	endpoint->host = as->endpoint->host;
	endpoint->port = port;
	endpoint_finish(endpoint);
	watched = watched_new(endpoint);
	endpoint_unref(endpoint);
	*ARRAY_ADD(&steps->watched) = watched;
	table_add(&steps->endpoints, &watched->item);
	return watched;
}

static void
where_there_is_no_other_name_it_is_told_as_ever(void **state)
{
	struct trial trial = {0};
	struct watched *a;

	steps_init(&trial.steps);
	a = steps_watch(&trial.steps, "a.one", 1);
	watch_port(&trial.steps, a, 8443);
	for (int i = 0; i < 2; i++)
		assert_false(fails(&trial, a, 6));
	assert_true(fails(&trial, a, 6));
	steps_clear(&trial.steps);
}

static void
a_zone_is_told_when_another_answers(void **state)
{
	for (unsigned answers = 0; answers < 2; answers++) {
		struct trial trial;
		struct watched *other;

		begin(&trial);
		other = steps_watch(&trial.steps, "b.two", 1);
		for (unsigned i = 0; i < 3 * 2; i++)
			assert_false(fails(&trial, trial.all[i % 3], 6));
		if (answers > 0)
			ask(&trial, other, 0, FAILURE_NONE);
		assert_int_equal(fails(&trial, trial.all[0], 6), answers);
		assert_int_equal(trial.steps.book.open.len, answers);
		end(&trial);
	}
}

#define HELD_S 10 /* they are asked for again after so long */
#define HELD_MOST 6

/* Asks each in turn until it is told, as the monitor does for what is held: how
 * often was each asked for? */
static void
fail_in_turn(struct trial *trial, struct watched *const *names, size_t count,
    const enum failure *failures, unsigned *ret_asked)
{
	memset(ret_asked, 0, count * sizeof *ret_asked);
	for (unsigned round = 1; round <= HELD_MOST; round++) {
		for (size_t i = 0; i < count; i++) {
			if (ret_asked[i] == 0 &&
			    ask(trial, names[i], i == 0 ? HELD_S : 0,
				failures[i]))
				ret_asked[i] = round;
		}
	}
}

static void
where_all_there_is_fails_each_is_told(void **state)
{
	static const enum failure failures[] = {
	    FAILURE_RESOLVE_TIMEOUT, FAILURE_RESOLVE_REFUSED};
	static const char *const others[] = {"b.one", "b.two"};

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct trial trial = {0};
		struct watched *names[2];
		unsigned asked[2];

		steps_init(&trial.steps);
		names[0] = steps_watch(&trial.steps, "a.one", 1);
		names[1] = steps_watch(&trial.steps, others[i], 1);
		fail_in_turn(&trial, names, 2, failures, asked);
		assert_int_equal(trial.faults.names.since, 0);
		assert_int_equal(trial.steps.book.open.len, 2);
		assert_in_range(asked[0], 3, HELD_MOST);
		assert_in_range(asked[1], 3, HELD_MOST);
		steps_clear(&trial.steps);
	}
}

/* Some say nothing, some that they are broken: these are told as ever, and
 * those no later than if they failed alone. */
static void
names_that_fail_for_several_reasons_are_told(void **state)
{
	static const enum failure failures[NAMES] = {FAILURE_RESOLVE_TIMEOUT,
	    FAILURE_RESOLVE_NO_NAME, FAILURE_RESOLVE_REFUSED,
	    FAILURE_RESOLVE_NO_NAME, FAILURE_RESOLVE_NO_NAME};
	struct trial trial;
	unsigned asked[5];

	begin(&trial);
	fail_in_turn(&trial, trial.all, 5, failures, asked);
	assert_int_equal(trial.faults.names.since, 0);
	for (size_t i = 0; i < 5; i++) {
		assert_in_range(asked[i], 3, HELD_MOST);
		if (failures[i] == FAILURE_RESOLVE_NO_NAME)
			assert_int_equal(asked[i], 3);
	}
	assert_int_equal(trial.steps.book.open.len, 5);
	end(&trial);
}

/* Its last failure says more than those before. */
static void
what_is_held_is_told_with_another_reason(void **state)
{
	struct trial trial;
	struct watched *a;

	begin(&trial);
	a = trial.all[0];
	others(&trial, 1, FAILURE_RESOLVE_TIMEOUT);
	for (int i = 0; i < 3; i++)
		assert_false(fails(&trial, a, 6));
	assert_true(trial.steps.batch.is_name_held);
	assert_true(ask(&trial, a, 6, FAILURE_RESOLVE_NO_NAME));
	end(&trial);
}

/* The one other that is asked for answers every other time. */
static void
a_zone_is_told_beside_a_name_that_comes_and_goes(void **state)
{
	struct trial trial = {0};
	struct watched *names[4];
	char name[32];
	bool is_told = false;

	steps_init(&trial.steps);
	names[0] = steps_watch(&trial.steps, "a0.one", 1);
	names[1] = steps_watch(&trial.steps, "a1.one", 1);
	names[2] = steps_watch(&trial.steps, "a2.one", 1);
	names[3] = steps_watch(&trial.steps, "b.two", 1);
	for (unsigned i = 0; i < NAMES; i++) {
		snprintf(name, sizeof name, "c%u.three", i);
		ask(&trial, steps_watch(&trial.steps, name, 1), 0,
		    FAILURE_NONE);
	}
	for (int round = 0; round < HELD_MOST; round++) {
		ask(&trial, names[3], HELD_S,
		    round % 2 == 0 ? FAILURE_RESOLVE_TIMEOUT : FAILURE_NONE);
		for (size_t i = 0; i < 3; i++)
			is_told |= fails(&trial, names[i], 0);
	}
	assert_true(is_told);
	assert_int_equal(trial.steps.book.open.len, 1);
	assert_int_equal(trial.faults.names.since, 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(names[i]->membership_count, 1);
	assert_int_equal(names[3]->membership_count, 0);
	steps_clear(&trial.steps);
}

/* What is kept is how often it failed: a restart while it is held does not let
 * it be held from the begin. */
static void
restarts_do_not_hold_it_for_longer(void **state)
{
	struct trial trial;
	struct watched *a;
	unsigned asked = 0;

	begin(&trial);
	a = trial.all[0];
	for (bool is_told = false; !is_told && asked <= HELD_MOST; asked++) {
		memset(&trial.faults, 0, sizeof trial.faults);
		others(&trial, 1, FAILURE_RESOLVE_TIMEOUT);
		is_told = fails(&trial, a, HELD_S);
	}
	assert_in_range(asked, 3, HELD_MOST);
	end(&trial);
}

static void
it_ends_with_what_can_be_counted(void **state)
{
	struct trial trial;
	struct watched *a;

	begin(&trial);
	a = trial.all[0];
	trial.steps.options.reach_bad = CONFIRM_MAX_LOOKS;
	trial.steps.options.reach_window = CONFIRM_MAX_LOOKS;
	others(&trial, 1, FAILURE_RESOLVE_TIMEOUT);
	for (int i = 1; i < CONFIRM_MAX_LOOKS; i++)
		assert_false(fails(&trial, a, 1));
	assert_true(fails(&trial, a, 1));
	end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_name_that_fails_alone_waits_for_the_others),
	    cmocka_unit_test(it_is_forgotten_when_it_answers),
	    cmocka_unit_test(
		others_that_fail_hold_it_for_as_many_failures_more),
	    cmocka_unit_test(others_that_answer_say_that_dns_works),
	    cmocka_unit_test(that_there_is_no_such_name_is_an_answer),
	    cmocka_unit_test(asked_for_seldom_it_is_told_in_time),
	    cmocka_unit_test(after_a_restart_nothing_is_known_of_others),
	    cmocka_unit_test(where_there_is_no_other_name_it_is_told_as_ever),
	    cmocka_unit_test(a_zone_is_told_when_another_answers),
	    cmocka_unit_test(where_all_there_is_fails_each_is_told),
	    cmocka_unit_test(names_that_fail_for_several_reasons_are_told),
	    cmocka_unit_test(what_is_held_is_told_with_another_reason),
	    cmocka_unit_test(a_zone_is_told_beside_a_name_that_comes_and_goes),
	    cmocka_unit_test(restarts_do_not_hold_it_for_longer),
	    cmocka_unit_test(it_ends_with_what_can_be_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
