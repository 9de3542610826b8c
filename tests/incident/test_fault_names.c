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
	    cmocka_unit_test(it_ends_with_what_can_be_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
