/* One entry of notify.webhooks as a value, and what it wants to hear. */
#include "notify/webhook_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static void
a_copy_is_equal_and_owns_its_texts(void **state)
{
	struct webhook_options a = {.name = mem_strdup("ops"),
	    .url = mem_strdup("https://x/"),
	    .timeout_ms = 1000};
	struct webhook_options b;

	texts_add(&a.secret_files, "/run/secret");
	webhook_options_copy(&b, &a);
	assert_true(webhook_options_equal(&a, &b));
	b.ca_file = mem_strdup("/ca.pem");
	assert_false(webhook_options_equal(&a, &b));
	free(TAKE(b.ca_file));
	b.url_file = mem_strdup("/run/url");
	assert_false(webhook_options_equal(&a, &b));
	a.url_file = mem_strdup("/run/url");
	assert_true(webhook_options_equal(&a, &b));
	b.url_credential = mem_strdup("url");
	assert_false(webhook_options_equal(&a, &b));
	webhook_options_clear(&a);
	assert_string_equal(b.secret_files.items[0], "/run/secret");
	webhook_options_clear(&b);
}

static void
severity_and_kinds_decide(void **state)
{
	struct webhook_options options = {.min_severity = SEVERITY_WARNING};

	assert_true(webhook_options_want(
	    &options, EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL));
	assert_false(webhook_options_want(
	    &options, EVENT_CHAIN_CHANGED, SEVERITY_NOTICE));
	options.events = UINT64_C(1) << EVENT_INCIDENT_RESOLVED;
	assert_false(webhook_options_want(
	    &options, EVENT_INCIDENT_OPENED, SEVERITY_CRITICAL));
	assert_true(webhook_options_want(
	    &options, EVENT_INCIDENT_RESOLVED, SEVERITY_WARNING));
	assert_false(webhook_options_want(
	    &options, EVENT_INCIDENT_RESOLVED, SEVERITY_NOTICE));
}

static void
heartbeats_are_for_programs_unless_asked_for(void **state)
{
	struct webhook_options options = {
	    .min_severity = SEVERITY_CRITICAL, .format = WEBHOOK_JSON};

	assert_true(
	    webhook_options_want(&options, EVENT_HEARTBEAT, SEVERITY_OK));
	options.format = WEBHOOK_SLACK;
	assert_false(
	    webhook_options_want(&options, EVENT_HEARTBEAT, SEVERITY_OK));
	options.events = UINT64_C(1) << EVENT_HEARTBEAT;
	assert_true(
	    webhook_options_want(&options, EVENT_HEARTBEAT, SEVERITY_OK));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_copy_is_equal_and_owns_its_texts),
	    cmocka_unit_test(severity_and_kinds_decide),
	    cmocka_unit_test(heartbeats_are_for_programs_unless_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
