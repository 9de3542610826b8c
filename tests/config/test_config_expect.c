/* What an endpoint's certificate has to be, as it is written. */
#include "config/config_expect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

#define PIN "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void
one_or_a_list_of_each_may_be_given(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints:\n"
	    "  - host: a.example\n"
	    "    expect: {issuer: \"Let's Encrypt\", key: [\"" PIN "\"]}\n"
	    "  - host: b.example\n"
	    "    expect: {issuer: [A, B]}\n"
	    "  - c.example\n");
	const struct expectation *a =
	    config->endpoints.items[0]->settings->expected;
	const struct expectation *b =
	    config->endpoints.items[1]->settings->expected;

	assert_int_equal(a->issuers.len, 1);
	assert_string_equal(a->issuers.items[0].text, "Let's Encrypt");
	assert_int_equal(a->keys.len, 1);
	assert_string_equal(a->keys.items[0].text, PIN);
	assert_int_equal(b->issuers.len, 2);
	assert_int_equal(b->keys.len, 0);
	assert_null(config->endpoints.items[2]->settings->expected);
}

static void
an_endpoint_has_that_of_the_defaults_or_its_own(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("defaults: {expect: {issuer: A}}\n"
			     "endpoints:\n"
			     "  - a.example\n"
			     "  - {host: b.example, port: 1}\n"
			     "  - {host: c.example, expect: {issuer: C}}\n"
			     "  - {host: d.example, expect: {}}\n");

	for (size_t i = 0; i < 2; i++)
		assert_string_equal(config->endpoints.items[i]
					->settings->expected->issuers.items[0]
					.text,
		    "A");
	assert_int_equal(
	    config->endpoints.items[2]->settings->expected->issuers.len, 1);
	assert_string_equal(config->endpoints.items[2]
				->settings->expected->issuers.items[0]
				.text,
	    "C");
	assert_int_equal(
	    config->endpoints.items[3]->settings->expected->issuers.len, 0);
}

static void
what_cannot_be_meant_is_said_with_its_place(void **state)
{
	config_text_expect("defaults: {expect: {key: abcd}}\n", 1, 26,
	    "'abcd' is no SHA-256 of a public key; write sha256// and 44 "
	    "characters of base64 as for curl's --pinnedpubkey, or 64 "
	    "hexadecimal digits");
	config_text_expect("defaults: {expect: {issuer: [A, \"\"]}}\n", 1, 33,
	    "'' is empty; give a name as the certificate has it");
	config_text_expect("defaults: {expect: {issuer: []}}\n", 1, 29,
	    "'issuer' has 0 items; give from 1 to 32, or leave it out");
	config_text_expect("defaults: {expect: {isuer: A}}\n", 1, 21,
	    "unknown key 'isuer' in 'expect'; did you mean 'issuer'?");
	config_text_expect("defaults: {expect: A}\n", 1, 20,
	    "'expect' is a plain value; it must be a map with 'issuer' or "
	    "'key'");
	config_text_expect("defaults: {expect: {issuer: [{A: B}]}}\n", 1, 30,
	    "'issuer' is a map of keys; it must be a CA's name, or the SHA-256 "
	    "of its "
	    "certificate");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_or_a_list_of_each_may_be_given),
	    cmocka_unit_test(an_endpoint_has_that_of_the_defaults_or_its_own),
	    cmocka_unit_test(what_cannot_be_meant_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
