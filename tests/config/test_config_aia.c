/* aia and issuers: how what is missing is found. */
#include "config/config_aia.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static bool
is_allowed(const struct config *config, const char *text)
{
	struct ip_address address;

	assert_true(ip_address_parse(text, &address));
	return guard_refusal(&config->aia.guard, &address) == NULL;
}

static void
by_default_it_fetches_from_public_addresses(void **state)
{
	CLEANUP(config_free) struct config *config = config_text_load("");

	assert_true(config->aia.is_enabled);
	assert_false(config->aia.is_checking_all);
	assert_int_equal(config->aia.timeout_ms, 5000);
	assert_int_equal(config->aia.max_bytes, 131072);
	assert_int_equal(config->issuers.len, 0);
	assert_true(is_allowed(config, "1.1.1.1"));
	assert_false(is_allowed(config, "10.1.2.3"));
}

static void
each_key_is_taken(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("issuers: [a.pem, folder]\n"
			     "aia:\n"
			     "  enabled: false\n"
			     "  allow: [10.1.0.0/16, \"fd00::/8\"]\n"
			     "  timeout: 20s\n"
			     "  max_bytes: 65536\n"
			     "  check_all: true\n");

	assert_false(config->aia.is_enabled);
	assert_true(config->aia.is_checking_all);
	assert_int_equal(config->aia.timeout_ms, 20000);
	assert_int_equal(config->aia.max_bytes, 65536);
	assert_true(is_allowed(config, "10.1.2.3"));
	assert_false(is_allowed(config, "10.2.2.3"));
	assert_true(is_allowed(config, "fd12::1"));
	assert_int_equal(config->issuers.len, 2);
	assert_string_equal(config->issuers.items[1], "folder");
}

static void
nonsense_is_refused(void **state)
{
	config_text_expect("aia: {allow: [example.com]}\n", 1, 15,
	    "'example.com' is no range of addresses; write 192.0.2.0/24, "
	    "2001:db8::/32 or a single address");
	config_text_expect("aia: {allow: [10.0.0.1/8]}\n", 1, 15,
	    "'10.0.0.1/8' has bits set beyond its prefix of 8; set them to "
	    "0, or write a longer prefix");
	config_text_expect("aia: {timeout: 1d}\n", 1, 16,
	    "'timeout' is 1d; it must be from 1s to 1m");
	config_text_expect("issuers: []\n", 1, 10,
	    "'issuers' is an empty list; give at least one item, or leave it "
	    "out");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_default_it_fetches_from_public_addresses),
	    cmocka_unit_test(each_key_is_taken),
	    cmocka_unit_test(nonsense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
