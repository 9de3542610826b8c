/* How urgent events are to the journal. */
#include "notify/priority.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int
priority(enum event_kind kind, enum severity severity)
{
	struct event *event = event_new(kind, 0);
	int value;

	event->severity = severity;
	value = priority_of_event(event);
	event_unref(event);
	return value;
}

static void
severities_become_syslog_priorities(void **state)
{
	assert_int_equal(priority(EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL), 2);
	assert_int_equal(priority(EVENT_CHAIN_REGRESSED, SEVERITY_WARNING), 4);
	assert_int_equal(priority(EVENT_CHAIN_CHANGED, SEVERITY_NOTICE), 5);
	assert_int_equal(priority(EVENT_MONITOR_STARTED, SEVERITY_OK), 6);
}

static void
what_is_resolved_wakes_nobody(void **state)
{
	assert_int_equal(
	    priority(EVENT_INCIDENT_RESOLVED, SEVERITY_CRITICAL), 5);
}

static void
what_is_hushed_is_for_the_record(void **state)
{
	struct event *event = event_new(EVENT_INCIDENT_OPENED, 0);

	event->severity = SEVERITY_CRITICAL;
	event->hush = HUSH_MAINTENANCE;
	assert_int_equal(priority_of_event(event), 6);
	event_unref(event);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(severities_become_syslog_priorities),
	    cmocka_unit_test(what_is_resolved_wakes_nobody),
	    cmocka_unit_test(what_is_hushed_is_for_the_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
