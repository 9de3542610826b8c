/* Faults of the monitor's own, as events begin and end them. */
#include "model/monitor_fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"

static void
take(struct monitor_fault_list *list, enum finding_code finding,
    const char *sink, enum severity severity, int64_t now)
{
	CLEANUP(event_unref)
	struct event *event = event_new(EVENT_MONITOR_FAULT, now);

	event->finding = finding;
	event->severity = severity;
	event->text = mem_strdup("it is so");
	if (sink != NULL)
		event->sink = mem_strdup(sink);
	monitor_fault_list_take(list, event);
}

static void
each_begins_and_ends_by_finding_and_subject(UNUSED void **state)
{
	struct monitor_fault_list list = {0};
	const struct monitor_fault *fault;

	take(&list, FINDING_SINK_FAILING, "ops", SEVERITY_CRITICAL, 10);
	take(&list, FINDING_SINK_FAILING, "chat", SEVERITY_CRITICAL, 20);
	take(&list, FINDING_NETWORK_OFFLINE, NULL, SEVERITY_CRITICAL, 30);
	assert_int_equal(list.len, 3);
	take(&list, FINDING_SINK_FAILING, "ops", SEVERITY_OK, 40);
	assert_int_equal(list.len, 2);
	assert_null(
	    monitor_fault_list_find(&list, FINDING_SINK_FAILING, "ops"));
	fault = monitor_fault_list_find(&list, FINDING_SINK_FAILING, "chat");
	assert_int_equal(fault->since, 20);
	assert_non_null(
	    monitor_fault_list_find(&list, FINDING_NETWORK_OFFLINE, ""));
	monitor_fault_list_clear(&list);
}

static void
what_is_told_again_began_when_it_began(UNUSED void **state)
{
	struct monitor_fault_list list = {0};

	take(&list, FINDING_TRUST_STORE_STALE, NULL, SEVERITY_WARNING, 10);
	take(&list, FINDING_TRUST_STORE_STALE, NULL, SEVERITY_CRITICAL, 20);
	assert_int_equal(list.len, 1);
	assert_int_equal(list.items[0].since, 10);
	assert_int_equal(list.items[0].severity, SEVERITY_CRITICAL);
	monitor_fault_list_clear(&list);
}

static void
what_is_said_once_does_not_last(UNUSED void **state)
{
	struct monitor_fault_list list = {0};

	take(&list, FINDING_DEAD_LETTER, "ops", SEVERITY_CRITICAL, 10);
	take(&list, FINDING_STORE_CORRUPT, NULL, SEVERITY_CRITICAL, 10);
	take(&list, FINDING_SINK_FAILING, "ops", SEVERITY_OK, 10);
	assert_int_equal(list.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_begins_and_ends_by_finding_and_subject),
	    cmocka_unit_test(what_is_told_again_began_when_it_began),
	    cmocka_unit_test(what_is_said_once_does_not_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
