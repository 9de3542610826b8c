/* What the daemon tells of itself. */
#include "daemon/own_event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "notify/sink_syslog.h"
#include "support/mint.h"

#define NOW MINT_NOW

static void
add_endpoint(struct config *config, int64_t interval_s)
{
	struct endpoint *endpoint = endpoint_new();

	endpoint->settings->interval_s = interval_s;
	*ARRAY_ADD(&config->endpoints) = endpoint;
}

static void
clear(struct config *config)
{
	ARRAY_EACH (endpoint, &config->endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&config->endpoints);
}

static void
a_start_names_endpoints_intervals_and_stores(void **state)
{
	static const struct {
		size_t count;
		int64_t intervals[3];
		const char *text;
	} rows[] = {
	    {1, {60},
		"watching 1 endpoint every 1m; trust stores: corp (1 anchor)"},
	    {3, {60, 60, 60},
		"watching 3 endpoints every 1m; trust stores: "
		"corp (1 anchor)"},
	    {2, {3600, 30},
		"watching 2 endpoints every 30s to 1h; trust stores: "
		"corp (1 anchor)"},
	    {0, {0},
		"watching 0 endpoints (list some in the configuration, and "
		"reload it); trust stores: corp (1 anchor)"},
	};
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	struct trust_stores stores = {0};

	*ARRAY_ADD(&stores.list) = mint_trust("corp", root, NULL);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(event_unref) struct event *event = NULL;
		struct config config = {0};

		for (size_t j = 0; j < rows[i].count; j++)
			add_endpoint(&config, rows[i].intervals[j]);
		event = own_event_started(&config, &stores, NOW);
		assert_int_equal(event->kind, EVENT_MONITOR_STARTED);
		assert_int_equal(event->time, NOW);
		assert_string_equal(event->text, rows[i].text);
		clear(&config);
	}
	trust_stores_clear(&stores);
}

static void
a_rejection_says_why_and_that_the_old_goes_on(void **state)
{
	struct error why = ERROR_INIT;
	CLEANUP(event_unref) struct event *event = NULL;

	error_set(&why, ERROR_INVALID, "a.yaml:3:1: unknown key 'x'");
	event = own_event_rejected(&why, NOW);
	assert_int_equal(event->kind, EVENT_CONFIG_REJECTED);
	assert_int_equal(event->severity, SEVERITY_WARNING);
	assert_string_equal(event->text,
	    "the new configuration is not used, the old one goes on: "
	    "a.yaml:3:1: unknown key 'x'");
}

static void
a_reload_counts_what_it_changed(void **state)
{
	struct monitor_changes changes = {
	    .kept = 4, .changed = 3, .added = 2, .removed = 1};
	CLEANUP(event_unref)
	struct event *event = own_event_reloaded(&changes, NOW);

	assert_int_equal(event->kind, EVENT_CONFIG_RELOADED);
	assert_string_equal(event->text,
	    "new configuration in use; endpoints: 4 kept, 3 changed, 2 new, "
	    "1 removed");
}

/* Else who changed it waits in vain. */
static void
a_reload_names_what_takes_a_restart(void **state)
{
	struct monitor_changes changes = {
	    .kept = 4, .restarts = "web.listen, web.url"};
	CLEANUP(event_unref)
	struct event *event = own_event_reloaded(&changes, NOW);

	assert_string_equal(event->text,
	    "new configuration in use; endpoints: 4 kept, 0 changed, 0 new, "
	    "0 removed; of web.listen, web.url, only a restart takes the "
	    "change");
}

static void
a_changed_store_counts_its_anchors(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A", .is_ca = true);
	const struct mint *b = MINT(.subject = "CN=B", .is_ca = true);
	const struct mint *c = MINT(.subject = "CN=C", .is_ca = true);
	CLEANUP(trust_store_unref)
	struct trust_store *before = mint_trust("corp", a, NULL);
	CLEANUP(trust_store_unref)
	struct trust_store *after = mint_trust("corp", b, c, NULL);
	CLEANUP(event_unref)
	struct event *event = own_event_store_changed(before, after, NOW);

	assert_int_equal(event->kind, EVENT_TRUST_STORE_CHANGED);
	assert_string_equal(event->text,
	    "trust store corp changed: 2 anchors new, 1 gone, 2 now; "
	    "new: \"B\", \"C\"; gone: \"A\"");
}

static void
a_sink_that_fails_is_a_fault_and_its_end_is_none(void **state)
{
	CLEANUP(event_unref)
	struct event *began = own_event_sink_failing(
	    "webhook", "ops", true, "HTTP status 500", NOW);
	CLEANUP(event_unref)
	struct event *ended =
	    own_event_sink_failing("webhook", "ops", false, NULL, NOW);

	assert_int_equal(began->kind, EVENT_MONITOR_FAULT);
	assert_int_equal(began->finding, FINDING_SINK_FAILING);
	assert_int_equal(began->severity, SEVERITY_CRITICAL);
	assert_string_equal(
	    began->text, "webhook ops takes no events: HTTP status 500");
	assert_int_equal(ended->finding, FINDING_SINK_FAILING);
	assert_int_equal(ended->severity, SEVERITY_OK);
	assert_string_equal(ended->text, "webhook ops takes events again");
}

static void
the_syslog_receiver_is_called_so(void **state)
{
	CLEANUP(event_unref)
	struct event *began = own_event_sink_failing(
	    "webhook", SINK_SYSLOG_OUTBOX, true, "refused", NOW);

	assert_string_equal(
	    began->text, "the syslog receiver takes no events: refused");
	assert_string_equal(began->sink, SINK_SYSLOG_OUTBOX);
}

static void
a_dead_letter_names_sink_event_and_reason(void **state)
{
	struct courier_burial burial = {
	    .noun = "webhook",
	    .name = "ops",
	    .id = "00112233445566778899aabbccddeeff",
	    .sequence = 17,
	    .attempts = 12,
	    .words = "HTTP status 400",
	};
	CLEANUP(event_unref)
	struct event *first = own_event_dead_letter(&burial, NOW);
	CLEANUP(event_unref) struct event *later = NULL;

	assert_int_equal(first->finding, FINDING_DEAD_LETTER);
	assert_int_equal(first->severity, SEVERITY_CRITICAL);
	assert_string_equal(first->sink, "ops");
	assert_string_equal(first->text,
	    "webhook ops refused event 00112233445566778899aabbccddeeff "
	    "(number 17) for good, after 12 attempts: HTTP status 400");
	burial.attempts = 1;
	burial.others = 3;
	later = own_event_dead_letter(&burial, NOW);
	assert_non_null(strstr(later->text,
	    "after 1 attempt: HTTP status 400; and 3 others since"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_start_names_endpoints_intervals_and_stores),
	    cmocka_unit_test(a_rejection_says_why_and_that_the_old_goes_on),
	    cmocka_unit_test(a_reload_counts_what_it_changed),
	    cmocka_unit_test(a_reload_names_what_takes_a_restart),
	    cmocka_unit_test(a_changed_store_counts_its_anchors),
	    cmocka_unit_test(a_sink_that_fails_is_a_fault_and_its_end_is_none),
	    cmocka_unit_test(the_syslog_receiver_is_called_so),
	    cmocka_unit_test(a_dead_letter_names_sink_event_and_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
