/* How near an end is told, by time or by share. */
#include "config/config_thresholds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

/* What neither says is the judge's to know. */
static void
thresholds_reach_every_endpoint(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "defaults: {thresholds: {warning: 30d, critical: 12%}}\n"
	    "endpoints:\n"
	    "  - a.example\n"
	    "  - {host: b.example, thresholds: {critical: 3d}}\n");
	CLEANUP(config_free)
	struct config *none = config_text_load("endpoints: [a.example]\n");
	const struct thresholds *a =
	    &config->endpoints.items[0]->settings->thresholds;
	const struct thresholds *b =
	    &config->endpoints.items[1]->settings->thresholds;

	assert_int_equal(a->warning.seconds, 30 * 86400);
	assert_int_equal(a->warning.percent, 0);
	assert_int_equal(a->critical.percent, 12);
	assert_int_equal(b->warning.seconds, 30 * 86400);
	assert_int_equal(b->critical.seconds, 3 * 86400);
	assert_int_equal(b->critical.percent, 0);
	assert_memory_equal(&none->endpoints.items[0]->settings->thresholds,
	    &(struct thresholds){0}, sizeof(struct thresholds));
	assert_memory_equal(&config->judge, &judge_options_default,
	    sizeof judge_options_default);
	assert_false(endpoint_equal(
	    config->endpoints.items[0], none->endpoints.items[0]));
}

static void
an_endpoint_keeps_the_order_of_thresholds(void **state)
{
	config_text_expect("defaults: {thresholds: {warning: 10d}}\n"
			   "endpoints:\n"
			   "  - {host: a.example,"
			   " thresholds: {critical: 14d}}\n",
	    3, 46, "'critical' must be shorter than 'warning', which is 10d");
	config_text_expect("defaults: {thresholds: {critical: 20%}}\n"
			   "endpoints:\n"
			   "  - {host: a.example,"
			   " thresholds: {warning: 15%}}\n",
	    3, 45, "'critical' must be shorter than 'warning', which is 15%");
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
	    cmocka_unit_test(thresholds_reach_every_endpoint),
	    cmocka_unit_test(an_endpoint_keeps_the_order_of_thresholds),
	    cmocka_unit_test(thresholds_have_a_unit_a_range_and_an_order),
	    cmocka_unit_test(the_reference_knows_the_judges_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
