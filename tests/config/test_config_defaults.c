/* "defaults", and what endpoints take over from them. */
#include "config/config_defaults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
endpoints_take_over_what_they_do_not_say(void **state)
{
	/* The order in the file does not count. */
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints:\n"
	    "  - a.example\n"
	    "  - {host: b.example, interval: 20s, timeout: 1s,"
	    " trust: [system]}\n"
	    "trust_stores: {corp: {files: [/x]}}\n"
	    "defaults: {interval: 2h, timeout: 30s, trust: [corp, system]}\n");
	const struct endpoint *a = config->endpoints.items[0];
	const struct endpoint *b = config->endpoints.items[1];

	assert_int_equal(a->settings->interval_s, 7200);
	assert_int_equal(a->settings->timeout_ms, 30000);
	assert_int_equal(a->settings->trust.len, 2);
	assert_string_equal(a->settings->trust.items[0], "corp");
	assert_string_equal(a->settings->trust.items[1], "system");
	assert_int_equal(b->settings->interval_s, 20);
	assert_int_equal(b->settings->timeout_ms, 1000);
	assert_int_equal(b->settings->trust.len, 1);
	assert_string_equal(b->settings->trust.items[0], "system");
}

static void
without_defaults_there_are_ours(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("endpoints: [a.example]\n");
	const struct endpoint *a = config->endpoints.items[0];

	assert_int_equal(a->settings->interval_s, 3600);
	assert_int_equal(a->settings->timeout_ms, 10000);
	assert_int_equal(a->settings->trust.len, 1);
	assert_string_equal(a->settings->trust.items[0], "system");
}

static void
a_probe_fits_into_the_interval(void **state)
{
	static const char message[] = "the timeout (20s) is longer than the "
				      "interval (15s); it must fit into it";
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints: [{host: a.example, interval: 20s, timeout: 20s}]\n");

	assert_int_equal(config->endpoints.len, 1);
	config_text_expect(
	    "defaults: {timeout: 20s, interval: 15s}\n", 1, 21, message);
	config_text_expect("endpoints:\n  - {host: a.example, timeout: 20s, "
			   "interval: 15s}\n",
	    2, 32, message);
	config_text_expect("defaults: {timeout: 20s}\n"
			   "endpoints: [{host: a.example, interval: 15s}]\n",
	    2, 41, message);
	config_text_expect("defaults: {interval: 15s}\n"
			   "endpoints: [{host: a.example, timeout: 20s}]\n",
	    2, 40, message);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(endpoints_take_over_what_they_do_not_say),
	    cmocka_unit_test(without_defaults_there_are_ours),
	    cmocka_unit_test(a_probe_fits_into_the_interval),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
