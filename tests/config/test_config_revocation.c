/* revocation: whether and how it is asked about. */
#include "config/config_revocation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/revocation.h"
#include "support/config_text.h"

static void
by_default_all_are_asked_and_nothing_hangs_on_it(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("endpoints: [a.test]\n");

	assert_int_equal(
	    config->endpoints.items[0]->revocation, REVOCATION_SOFT);
	assert_int_equal(config->revocation.sources, 0);
	assert_int_equal(config->revocation.ocsp_timeout_ms, 5000);
	assert_int_equal(config->revocation.crl_timeout_ms, 60000);
	assert_int_equal(config->revocation.max_crl_bytes, 32 << 20);
	assert_int_equal(config->revocation.max_stored_mb, 1024);
	assert_int_equal(config->revocation.guard.allowed_count, 0);
}

static void
each_endpoint_has_its_own_mode(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("defaults: {revocation: off}\n"
			     "endpoints:\n"
			     "  - a.test\n"
			     "  - {host: b.test, revocation: hard}\n"
			     "  - {host: c.test, revocation: soft}\n"
			     "  - {mx: example.org, revocation: hard}\n");

	assert_int_equal(
	    config->endpoints.items[0]->revocation, REVOCATION_OFF);
	assert_int_equal(
	    config->endpoints.items[1]->revocation, REVOCATION_HARD);
	assert_int_equal(
	    config->endpoints.items[2]->revocation, REVOCATION_SOFT);
	assert_int_equal(
	    config->services.items[0].like->revocation, REVOCATION_HARD);
}

static void
each_key_is_taken(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "revocation: {sources: [ocsp], allow: [10.0.0.0/8],\n"
	    "  timeout: 2s, list_timeout: 2m, max_list_bytes: 4096,\n"
	    "  max_stored_mb: 5}\n");

	assert_int_equal(config->revocation.sources, CONFIG_REVOCATION_OCSP);
	assert_int_equal(config->revocation.guard.allowed_count, 1);
	assert_int_equal(config->revocation.ocsp_timeout_ms, 2000);
	assert_int_equal(config->revocation.crl_timeout_ms, 120000);
	assert_int_equal(config->revocation.max_crl_bytes, 4096);
	assert_int_equal(config->revocation.max_stored_mb, 5);
}

static void
what_cannot_be_is_told(void **state)
{
	config_text_expect("endpoints: [{host: a.test, revocation: yes}]\n", 1,
	    40, "'revocation' is 'yes'; it must be one of off, soft, hard");
	config_text_expect("revocation: {sources: [stapling]}\n", 1, 24,
	    "'stapling' must be one of crl, ocsp");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_default_all_are_asked_and_nothing_hangs_on_it),
	    cmocka_unit_test(each_endpoint_has_its_own_mode),
	    cmocka_unit_test(each_key_is_taken),
	    cmocka_unit_test(what_cannot_be_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
