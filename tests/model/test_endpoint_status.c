/* How an endpoint stands: the worst, the first, the last of its parts. */
#include "model/endpoint_status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static struct endpoint nothing;

static struct target_state
state_with(struct verdict *verdict, int64_t looked_at)
{
	return (struct target_state){
	    .is_seen = verdict != NULL,
	    .last_look_at = looked_at,
	    .current = verdict,
	};
}

static void
add_incident(struct endpoint_status *status, enum finding_code code,
    enum severity severity, const char *id)
{
	struct incident incident = {.code = code, .severity = severity};

	snprintf(incident.id, sizeof incident.id, "%s", id);
	endpoint_status_add_incident(status, &incident);
}

static void
nothing_known_is_no_finding(void **state)
{
	struct endpoint_status status;

	endpoint_status_begin(&status, &nothing);
	assert_int_equal(status.finding, FINDING_COUNT);
	assert_int_equal(status.severity, SEVERITY_OK);
	assert_false(status.is_looked_at);
	endpoint_status_clear(&status);
}

/* Down since the beginning: nobody knows whether its chain is good. */
static void
who_was_never_reached_is_not_known(void **state)
{
	struct endpoint_status status;
	struct verdict shown = {0};
	struct target_state down = state_with(NULL, 10);
	struct target_state up = state_with(&shown, 10);

	endpoint_status_begin(&status, &nothing);
	endpoint_status_add_target(&status, &down, 0);
	assert_true(status.is_looked_at);
	assert_false(endpoint_status_is_known(&status));
	add_incident(&status, FINDING_UNREACHABLE, SEVERITY_CRITICAL, "a");
	assert_true(endpoint_status_is_known(&status));
	endpoint_status_clear(&status);
	endpoint_status_begin(&status, &nothing);
	endpoint_status_add_target(&status, &down, 0);
	endpoint_status_add_target(&status, &up, 0);
	assert_true(endpoint_status_is_known(&status));
	endpoint_status_clear(&status);
}

static void
it_breaks_when_the_first_of_its_addresses_does(void **state)
{
	struct endpoint_status status;
	struct verdict late = {.breaks_at = 900}, soon = {.breaks_at = 500};
	struct target_state states[] = {
	    state_with(&late, 10), state_with(NULL, 30), state_with(&soon, 20)};

	endpoint_status_begin(&status, &nothing);
	for (size_t i = 0; i < 3; i++)
		endpoint_status_add_target(&status, &states[i], 0);
	assert_int_equal(status.breaks_at, 500);
	assert_int_equal(status.last_look_at, 30);
	assert_true(status.is_looked_at);
	assert_int_equal(status.targets.len, 3);
	assert_int_equal(status.targets.items[1].breaks_at, 0);
	endpoint_status_clear(&status);
}

static bool
is_broken(struct verdict *shown, enum failure failure, enum severity severity)
{
	struct endpoint_status status;
	struct verdict fine = {.is_valid = true, .breaks_at = 900};
	struct target_state states[] = {
	    state_with(&fine, 10), state_with(shown, 10)};
	bool is;

	states[1].last_failure = failure;
	endpoint_status_begin(&status, &nothing);
	for (size_t i = 0; i < 2; i++)
		endpoint_status_add_target(&status, &states[i], 0);
	if (severity != SEVERITY_OK)
		add_incident(&status, FINDING_LEAF_ONLY, severity, "a");
	is = endpoint_status_is_broken(&status);
	endpoint_status_clear(&status);
	return is;
}

static void
one_bad_address_of_two_is_broken_once_it_is_critical(void **state)
{
	struct verdict bad = {0};
	struct verdict soon = {.is_valid = true, .breaks_at = 500};

	assert_true(is_broken(&bad, FAILURE_NONE, SEVERITY_CRITICAL));
	assert_true(
	    is_broken(&soon, FAILURE_CONNECT_REFUSED, SEVERITY_CRITICAL));
	assert_false(is_broken(&soon, FAILURE_NONE, SEVERITY_CRITICAL));
	assert_false(is_broken(&bad, FAILURE_NONE, SEVERITY_WARNING));
	assert_false(is_broken(&soon, FAILURE_CONNECT_REFUSED, SEVERITY_OK));
}

static void
the_next_look_is_the_first_that_is_known(void **state)
{
	struct endpoint_status status;
	struct target_state unseen = {0};

	endpoint_status_begin(&status, &nothing);
	endpoint_status_add_target(&status, &unseen, 0);
	assert_int_equal(status.next_look_at, 0);
	endpoint_status_add_target(&status, &unseen, 70);
	endpoint_status_add_target(&status, &unseen, 60);
	endpoint_status_add_target(&status, &unseen, 80);
	assert_int_equal(status.next_look_at, 60);
	endpoint_status_clear(&status);
}

static void
a_target_has_the_root_cause_of_its_chain(void **state)
{
	struct endpoint_status status;
	struct verdict_finding findings[] = {
	    {.code = FINDING_LEAF_ONLY}, {.code = FINDING_WEAK_KEY}};
	struct verdict verdict = {
	    .severity = SEVERITY_CRITICAL,
	    .findings = findings,
	    .finding_count = 2,
	};
	struct target_state seen = state_with(&verdict, 1);

	endpoint_status_begin(&status, &nothing);
	endpoint_status_add_target(&status, &seen, 0);
	assert_int_equal(status.targets.items[0].finding, FINDING_LEAF_ONLY);
	assert_int_equal(status.targets.items[0].severity, SEVERITY_CRITICAL);
	endpoint_status_clear(&status);
}

static void
incidents_come_worst_first_and_the_worst_counts(void **state)
{
	struct endpoint_status status;

	endpoint_status_begin(&status, &nothing);
	add_incident(&status, FINDING_WRONG_ORDER, SEVERITY_WARNING, "b");
	assert_int_equal(status.finding, FINDING_WRONG_ORDER);
	add_incident(&status, FINDING_LEAF_EXPIRED, SEVERITY_CRITICAL, "a");
	add_incident(&status, FINDING_ROOT_INCLUDED, SEVERITY_NOTICE, "c");
	add_incident(&status, FINDING_LEAF_ONLY, SEVERITY_CRITICAL, "d");
	assert_int_equal(status.severity, SEVERITY_CRITICAL);
	/* Of two as bad the one that stands first in the catalogue. */
	assert_int_equal(status.finding, FINDING_LEAF_ONLY);
	assert_string_equal(status.incidents.items[0].id, "d");
	assert_string_equal(status.incidents.items[1].id, "a");
	assert_string_equal(status.incidents.items[2].id, "b");
	assert_string_equal(status.incidents.items[3].id, "c");
	endpoint_status_clear(&status);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_known_is_no_finding),
	    cmocka_unit_test(who_was_never_reached_is_not_known),
	    cmocka_unit_test(it_breaks_when_the_first_of_its_addresses_does),
	    cmocka_unit_test(
		one_bad_address_of_two_is_broken_once_it_is_critical),
	    cmocka_unit_test(the_next_look_is_the_first_that_is_known),
	    cmocka_unit_test(a_target_has_the_root_cause_of_its_chain),
	    cmocka_unit_test(incidents_come_worst_first_and_the_worst_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
