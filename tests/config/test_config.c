/* A configuration as a whole: what it owns, and many endpoints at once. */
#include "config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "incident/fleet.h"
#include "support/config_text.h"

static void
what_is_not_configurable_has_its_defaults(void **state)
{
	CLEANUP(config_free) struct config *config = config_text_load("");
	struct fleet_options fleet = fleet_options_default;

	/* whose keys are told of in test_config_quiet.c */
	fleet.reminder_s = config->fleet.reminder_s;
	fleet.reminder_warning_s = config->fleet.reminder_warning_s;
	assert_memory_equal(&config->judge, &judge_options_default,
	    sizeof judge_options_default);
	assert_memory_equal(&config->fleet, &fleet, sizeof fleet);
}

static void
a_faulty_one_is_not_there(void **state)
{
	struct config_faults faults = {0};

	assert_null(config_parse("test.yaml", NULL,
	    (const uint8_t *)"endpoints: [a.example, b..c]\n", 29, &faults));
	assert_int_equal(faults.items.len, 1);
	assert_false(faults.has_more);
	config_faults_clear(&faults);
	assert_int_equal(faults.items.len, 0);
	/* Cleared, it can be used again. */
	config_free(
	    config_parse("test.yaml", NULL, (const uint8_t *)"", 0, &faults));
	assert_int_equal(faults.items.len, 0);
	config_free(NULL);
}

static void
endpoints_outlive_their_configuration(void **state)
{
	struct config *config = config_text_load("endpoints: [a.example]\n");
	struct endpoint *endpoint = endpoint_ref(config->endpoints.items[0]);

	config_free(config);
	assert_string_equal(endpoint->id, "a.example:443");
	endpoint_unref(endpoint);
}

static void
the_same_text_gives_equal_endpoints(void **state)
{
	static const char yaml[] =
	    "endpoints: [a.example, {host: b.example, addresses: [192.0.2.1, "
	    "lb.example], labels: {a: b}, interval: 1m}]\n";
	CLEANUP(config_free) struct config *one = config_text_load(yaml);
	CLEANUP(config_free) struct config *two = config_text_load(yaml);

	for (size_t i = 0; i < 2; i++)
		assert_true(endpoint_equal(
		    one->endpoints.items[i], two->endpoints.items[i]));
}

static void
faults_beyond_the_limit_are_counted_as_more(void **state)
{
	struct strbuf yaml = STRBUF_INIT(1 << 16);
	struct config_faults faults = {0};
	CLEANUP(free) char *text = NULL;

	strbuf_add(&yaml, "endpoints:\n");
	for (int i = 0; i < CONFIG_MAX_FAULTS + 1; i++)
		strbuf_addf(&yaml, "- h%d..x\n", i);
	assert_null(config_parse("test.yaml", NULL,
	    (const uint8_t *)strbuf_text(&yaml), yaml.len, &faults));
	assert_int_equal(faults.items.len, CONFIG_MAX_FAULTS);
	assert_true(faults.has_more);
	assert_int_equal(faults.items.items[0].line, 2);
	assert_int_equal(faults.items.items[CONFIG_MAX_FAULTS - 1].line,
	    CONFIG_MAX_FAULTS + 1);
	text = config_text_faults(&faults);
	assert_non_null(strstr(text, "and more\n"));
	config_faults_clear(&faults);
	strbuf_clear(&yaml);
}

static void
many_endpoints_keep_their_order(void **state)
{
	struct strbuf yaml = STRBUF_INIT(1 << 20);
	CLEANUP(config_free) struct config *config = NULL;
	char id[32];

	strbuf_add(&yaml, "endpoints:\n");
	for (int i = 0; i < 20000; i++)
		strbuf_addf(&yaml, "- h%d.example\n", i);
	config = config_text_load(strbuf_text(&yaml));
	strbuf_clear(&yaml);
	assert_int_equal(config->endpoints.len, 20000);
	for (int i = 0; i < 20000; i += 777) {
		snprintf(id, sizeof id, "h%d.example:443", i);
		assert_string_equal(config->endpoints.items[i]->id, id);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_configurable_has_its_defaults),
	    cmocka_unit_test(a_faulty_one_is_not_there),
	    cmocka_unit_test(endpoints_outlive_their_configuration),
	    cmocka_unit_test(the_same_text_gives_equal_endpoints),
	    cmocka_unit_test(faults_beyond_the_limit_are_counted_as_more),
	    cmocka_unit_test(many_endpoints_keep_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
