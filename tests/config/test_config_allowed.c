/* In what addresses may differ, and for how long, as it is written. */
#include "config/config_allowed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

#define DIGEST \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
each_way_to_differ_is_taken(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints:\n"
	    "  - host: a.example\n"
	    "    allowed: {certificates: [" DIGEST "], issuers: [R10, E5]}\n"
	    "  - {host: b.example, allowed: {chains: any}}\n"
	    "  - {host: c.example, allowed: {may_differ: [cdn, standby]}}\n"
	    "  - {host: d.example, allowed: {chains: same}}\n"
	    "  - e.example\n");
	const struct allowed *a = config->endpoints.items[0]->settings->allowed;
	const struct allowed *c = config->endpoints.items[2]->settings->allowed;

	assert_int_equal(a->certificates.len, 1);
	assert_int_equal(a->certificates.items[0].sha256[1], 0x23);
	assert_int_equal(a->issuers.len, 2);
	assert_string_equal(a->issuers.items[1], "E5");
	assert_false(a->is_any);
	assert_true(config->endpoints.items[1]->settings->allowed->is_any);
	assert_int_equal(
	    c->roles, 1u << ENDPOINT_ROLE_CDN | 1u << ENDPOINT_ROLE_STANDBY);
	assert_false(config->endpoints.items[3]->settings->allowed->is_any);
	assert_null(config->endpoints.items[4]->settings->allowed);
}

static void
openssl_writes_fingerprints_with_colons(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "defaults:\n"
	    "  allowed:\n"
	    "    certificates:\n"
	    "      - \"AB:CD:EF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:"
	    "AB:CD:EF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC\"\n"
	    "endpoints: [a.example]\n");

	assert_int_equal(config->endpoints.items[0]
			     ->settings->allowed->certificates.items[0]
			     .sha256[31],
	    0xcc);
}

static void
an_endpoint_has_that_of_the_defaults_or_its_own(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "defaults: {allowed: {chains: any}, rollout: {grace: 5m}}\n"
	    "endpoints:\n"
	    "  - a.example\n"
	    "  - {host: b.example, allowed: {}, rollout: {deadline: 2h}}\n");
	const struct endpoint *a = config->endpoints.items[0];
	const struct endpoint *b = config->endpoints.items[1];

	assert_true(a->settings->allowed->is_any);
	assert_int_equal(a->settings->rollout.grace_s, 300);
	assert_int_equal(
	    a->settings->rollout.deadline_s, ENDPOINT_ROLLOUT_DEADLINE_S);
	assert_false(b->settings->allowed->is_any);
	assert_int_equal(b->settings->rollout.grace_s, 300);
	assert_int_equal(b->settings->rollout.deadline_s, 7200);
}

static void
what_is_not_said_is_as_without_a_configuration(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("endpoints: [a.example]\n");
	const struct endpoint *a = config->endpoints.items[0];

	assert_int_equal(
	    a->settings->rollout.grace_s, ENDPOINT_ROLLOUT_GRACE_S);
	assert_int_equal(
	    a->settings->rollout.deadline_s, ENDPOINT_ROLLOUT_DEADLINE_S);
	assert_null(a->settings->allowed);
}

static void
what_cannot_be_meant_is_said_with_its_place(void **state)
{
	config_text_expect("defaults: {allowed: {certificates: [abcd]}}\n", 1,
	    37,
	    "'abcd' is no SHA-256 of a certificate; write 64 hexadecimal "
	    "digits, as openssl x509 -fingerprint -sha256 prints them");
	config_text_expect("defaults: {allowed: {may_differ: [edge]}}\n", 1, 35,
	    "'edge' is no role of a front; there are origin, load-balancer, "
	    "cdn, standby and dns");
	config_text_expect("defaults: {allowed: {issuers: [\"\"]}}\n", 1, 32,
	    "an issuer's name has from 1 to 256 characters; write its common "
	    "name, such as R10");
	config_text_expect("defaults: {allowed: {chain: any}}\n", 1, 22,
	    "unknown key 'chain' in 'allowed'; did you mean 'chains'?");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_way_to_differ_is_taken),
	    cmocka_unit_test(openssl_writes_fingerprints_with_colons),
	    cmocka_unit_test(an_endpoint_has_that_of_the_defaults_or_its_own),
	    cmocka_unit_test(what_is_not_said_is_as_without_a_configuration),
	    cmocka_unit_test(what_cannot_be_meant_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
