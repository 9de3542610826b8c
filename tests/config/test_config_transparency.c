/* transparency: the list of logs, and who is not looked at. */
#include "config/config_transparency.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
by_default_it_is_looked_at_without_a_list(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("endpoints: [a.test]\n");

	assert_null(config->log_list);
	assert_false(config->endpoints.items[0]->is_transparency_off);
}

static void
an_endpoint_may_be_left_out(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("transparency: {log_list: /var/lib/ct/logs.json}\n"
			     "endpoints:\n"
			     "  - {host: a.test, transparency: off}\n"
			     "  - {host: b.test}\n");

	assert_string_equal(config->log_list, "/var/lib/ct/logs.json");
	assert_true(config->endpoints.items[0]->is_transparency_off);
	assert_false(config->endpoints.items[1]->is_transparency_off);
}

static void
an_endpoint_takes_back_what_the_defaults_say(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("defaults: {transparency: off}\n"
			     "endpoints:\n"
			     "  - {host: a.test, transparency: check}\n"
			     "  - b.test\n");

	assert_false(config->endpoints.items[0]->is_transparency_off);
	assert_true(config->endpoints.items[1]->is_transparency_off);
}

static void
another_word_is_refused(void **state)
{
	config_text_expect("defaults: {transparency: maybe}\n", 1, 26,
	    "'transparency' must be 'check' or 'off'");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_default_it_is_looked_at_without_a_list),
	    cmocka_unit_test(an_endpoint_may_be_left_out),
	    cmocka_unit_test(an_endpoint_takes_back_what_the_defaults_say),
	    cmocka_unit_test(another_word_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
