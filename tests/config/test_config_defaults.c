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

	assert_int_equal(a->interval_s, 7200);
	assert_int_equal(a->timeout_ms, 30000);
	assert_int_equal(a->trust.len, 2);
	assert_string_equal(a->trust.items[0], "corp");
	assert_string_equal(a->trust.items[1], "system");
	assert_int_equal(b->interval_s, 20);
	assert_int_equal(b->timeout_ms, 1000);
	assert_int_equal(b->trust.len, 1);
	assert_string_equal(b->trust.items[0], "system");
}

static void
without_defaults_there_are_ours(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("endpoints: [a.example]\n");
	const struct endpoint *a = config->endpoints.items[0];

	assert_int_equal(a->interval_s, 3600);
	assert_int_equal(a->timeout_ms, 10000);
	assert_int_equal(a->trust.len, 1);
	assert_string_equal(a->trust.items[0], "system");
}

static void
thresholds_reach_the_judge(void **state)
{
	CLEANUP(config_free) struct config *none = config_text_load("");
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "defaults: {thresholds: {warning: 30d, critical: 12%}}\n");

	assert_int_equal(
	    none->judge.warning_s, judge_options_default.warning_s);
	assert_int_equal(none->judge.critical_percent,
	    judge_options_default.critical_percent);
	/* The judge takes the smaller of the two: the other must be large. */
	assert_int_equal(config->judge.warning_s, 30 * 86400);
	assert_int_equal(config->judge.warning_percent, 100);
	assert_int_equal(config->judge.critical_percent, 12);
	assert_true(config->judge.critical_s > INT64_C(3650) * 86400);
	assert_int_equal(
	    config->judge.max_paths, judge_options_default.max_paths);
}

static void
thresholds_have_a_unit_a_range_and_an_order(void **state)
{
	static const struct {
		const char *thresholds;
		size_t column;
		const char *message;
	} rows[] = {
	    {"{warning: 30}", 34,
		"'warning' has no unit; write 30s for seconds, 30m for "
		"minutes or 30h for hours"},
	    {"{warning: 0%}", 34, "'warning' is 0%; it must be from 1% to 99%"},
	    {"{warning: 100%}", 34,
		"'warning' is 100%; it must be from 1% to 99%"},
	    {"{warning: 5 %}", 34,
		"'warning' is '5 %'; it must be a duration such as 30s, 15m "
		"or 6h"},
	    {"{critical: 59m}", 35,
		"'critical' is 59m; it must be from 1h to 3650d"},
	    {"{warning: 7d, critical: 7d}", 48,
		"'critical' must be shorter than 'warning', which is 7d"},
	    {"{critical: 20%, warning: 20%}", 35,
		"'critical' must be shorter than 'warning', which is 20%"},
	    {"30d", 24,
		"'thresholds' is a plain value; it must be a map of "
		"keys"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(free)
		char *yaml = mem_printf(
		    "defaults: {thresholds: %s}\n", rows[i].thresholds);

		config_text_expect(yaml, 1, rows[i].column, rows[i].message);
	}
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

/* What the reference says of the judge's defaults is the judge's. */
static void
the_reference_knows_the_judges_defaults(void **state)
{
	struct strbuf keys = STRBUF_INIT(1 << 16);
	CLEANUP(free)
	char *warning = mem_printf(
	    "default: %dd or %u%% of the lifetime, whichever is less",
	    (int)(judge_options_default.warning_s / 86400),
	    judge_options_default.warning_percent);
	CLEANUP(free)
	char *critical = mem_printf(
	    "default: %dd or %u%% of the lifetime, whichever is less",
	    (int)(judge_options_default.critical_s / 86400),
	    judge_options_default.critical_percent);

	config_print_keys(&keys);
	assert_non_null(strstr(strbuf_text(&keys), warning));
	assert_non_null(strstr(strbuf_text(&keys), critical));
	strbuf_clear(&keys);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(endpoints_take_over_what_they_do_not_say),
	    cmocka_unit_test(without_defaults_there_are_ours),
	    cmocka_unit_test(thresholds_reach_the_judge),
	    cmocka_unit_test(thresholds_have_a_unit_a_range_and_an_order),
	    cmocka_unit_test(a_probe_fits_into_the_interval),
	    cmocka_unit_test(the_reference_knows_the_judges_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
