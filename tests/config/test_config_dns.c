/* dns, and what is wanted of TLSA records. */
#include "config/config_dns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
by_default_the_system_is_asked_and_proofs_are_by_the_root(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("endpoints: [www.example.com]\n");

	(void)state;
	assert_int_equal(config->dns.servers.len, 0);
	assert_null(config->dns.resolv_conf);
	assert_null(config->dns.trust_anchor);
	assert_int_equal(config->dns.dnssec, CONFIG_DNSSEC_VALIDATE);
	assert_int_equal(config->endpoints.items[0]->dane, DANE_OFF);
}

static void
each_key_is_taken(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("dns:\n"
			     "  servers: [192.0.2.53, \"192.0.2.54:5353\", "
			     "\"[2001:db8::53]:54\"]\n"
			     "  resolv_conf: /etc/other.conf\n"
			     "  dnssec: off\n"
			     "  trust_anchor: /etc/anchor.key\n");

	(void)state;
	assert_int_equal(config->dns.servers.len, 3);
	assert_string_equal(config->dns.servers.items[0], "192.0.2.53@53");
	assert_string_equal(config->dns.servers.items[1], "192.0.2.54@5353");
	assert_string_equal(config->dns.servers.items[2], "2001:db8::53@54");
	assert_string_equal(config->dns.resolv_conf, "/etc/other.conf");
	assert_string_equal(config->dns.trust_anchor, "/etc/anchor.key");
	assert_int_equal(config->dns.dnssec, CONFIG_DNSSEC_OFF);
}

static void
nonsense_is_refused(void **state)
{
	(void)state;
	config_text_expect("dns: {servers: [dns.example.com]}\n", 1, 17,
	    "'dns.example.com' is a name; a server for names must be given by "
	    "its address, such as 192.0.2.53");
	config_text_expect("dns: {dnssec: maybe}\n", 1, 15,
	    "'dnssec' is 'maybe'; it must be one of validate, off");
	config_text_expect("endpoints: [{host: a.example.com, dane: always}]\n",
	    1, 41,
	    "'dane' is 'always'; it must be one of off, verify, require");
}

static void
an_endpoint_says_otherwise_than_the_defaults(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("defaults: {dane: verify}\n"
			     "endpoints:\n"
			     "  - a.example.com\n"
			     "  - {host: b.example.com, dane: require}\n"
			     "  - {host: c.example.com, dane: off}\n");

	(void)state;
	assert_int_equal(config->endpoints.items[0]->dane, DANE_VERIFY);
	assert_int_equal(config->endpoints.items[1]->dane, DANE_REQUIRE);
	assert_int_equal(config->endpoints.items[2]->dane, DANE_OFF);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		by_default_the_system_is_asked_and_proofs_are_by_the_root),
	    cmocka_unit_test(each_key_is_taken),
	    cmocka_unit_test(nonsense_is_refused),
	    cmocka_unit_test(an_endpoint_says_otherwise_than_the_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
