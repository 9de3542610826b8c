/* Events: names that others write rules against, and shared values. */
#include "model/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/names.h"

/* As the design writes them: routes and runbooks depend on it. */
static void
kinds_have_their_names(void **state)
{
	static const struct {
		enum event_kind kind;
		const char *name;
	} rows[] = {
	    {EVENT_INCIDENT_OPENED, "incident-opened"},
	    {EVENT_INCIDENT_CHANGED, "incident-changed"},
	    {EVENT_INCIDENT_RESOLVED, "incident-resolved"},
	    {EVENT_INCIDENT_REMINDER, "incident-reminder"},
	    {EVENT_CHAIN_CHANGED, "chain-changed"},
	    {EVENT_CHAIN_REGRESSED, "chain-regressed"},
	    {EVENT_ROLLOUT_STARTED, "rollout-started"},
	    {EVENT_ROLLOUT_FINISHED, "rollout-finished"},
	    {EVENT_ROLLOUT_STALLED, "rollout-stalled"},
	    {EVENT_SILENCE_SET, "silence-set"},
	    {EVENT_SILENCE_ENDED, "silence-ended"},
	    {EVENT_ACK_SET, "acknowledged"},
	    {EVENT_ACK_ENDED, "acknowledgement-ended"},
	    {EVENT_TRUST_STORE_CHANGED, "trust-store-changed"},
	    {EVENT_CONFIG_RELOADED, "config-reloaded"},
	    {EVENT_CONFIG_REJECTED, "config-rejected"},
	    {EVENT_MONITOR_STARTED, "monitor-started"},
	    {EVENT_MONITOR_STOPPED, "monitor-stopped"},
	    {EVENT_FIRST_PASS, "first-pass"},
	    {EVENT_MONITOR_FAULT, "monitor-fault"},
	    {EVENT_HEARTBEAT, "heartbeat"},
	};

	assert_int_equal(sizeof rows / sizeof rows[0], EVENT_KIND_COUNT);
	for (size_t i = 0; i < EVENT_KIND_COUNT; i++) {
		int kind;

		assert_string_equal(
		    event_kind_text(rows[i].kind), rows[i].name);
		assert_true(names_find(&event_kind_names, rows[i].name, &kind));
		assert_int_equal(kind, rows[i].kind);
	}
}

static void
message_ids_are_128_bits_and_differ(void **state)
{
	for (int i = 0; i < EVENT_KIND_COUNT; i++) {
		const char *id = event_kind_message_id((enum event_kind)i);

		assert_int_equal(strlen(id), 32);
		assert_int_equal(strspn(id, "0123456789abcdef"), 32);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(
			    id, event_kind_message_id((enum event_kind)k));
		/* nor may a finding have it */
		for (int k = 0; k < FINDING_COUNT; k++)
			assert_string_not_equal(
			    id, finding_info((enum finding_code)k)->message_id);
	}
}

static void
a_shared_event_lives_until_the_last_lets_go(void **state)
{
	struct event *event = event_new(EVENT_CHAIN_CHANGED, 5);

	assert_int_equal(event->finding, FINDING_COUNT);
	assert_int_equal(event->time, 5);
	event->text = mem_strdup("words");
	event->detail = mem_strdup("more");
	event->endpoint = endpoint_new();
	*ARRAY_ADD(&event->incident.endpoints) = mem_strdup("a:443");
	ARRAY_ADD(&event->places)->address.family = 4;
	assert_ptr_equal(event_ref(event), event);
	event_unref(event);
	assert_string_equal(event->text, "words");
	event_unref(event);
	event_unref(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kinds_have_their_names),
	    cmocka_unit_test(message_ids_are_128_bits_and_differ),
	    cmocka_unit_test(a_shared_event_lives_until_the_last_lets_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
