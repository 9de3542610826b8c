/* Other ways to look at an address, as they are written. */
#include "config/config_variants.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/variant.h"
#include "support/config_text.h"

static void
both_key_types_are_asked_for_unless_told_otherwise(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("endpoints:\n"
			     "  - a.example\n"
			     "  - {host: b.example, variants: []}\n"
			     "  - {host: c.example, variants: [no-sni, tls1.2],"
			     " variant_interval: 6h}\n");
	struct endpoint **endpoints = config->endpoints.items;

	assert_int_equal(endpoints[0]->variants, VARIANTS_DEFAULT);
	assert_int_equal(endpoints[0]->settings->variant_interval_s, 86400);
	assert_int_equal(endpoints[1]->variants, 0);
	assert_int_equal(endpoints[2]->variants,
	    VARIANT_BIT(VARIANT_NO_SNI) | VARIANT_BIT(VARIANT_TLS12));
	assert_int_equal(endpoints[2]->settings->variant_interval_s, 6 * 3600);
}

static void
an_endpoint_has_those_of_the_defaults_or_its_own(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "defaults: {variants: [no-sni], variant_interval: 2d}\n"
	    "endpoints:\n"
	    "  - a.example\n"
	    "  - {host: b.example, variants: [rsa]}\n");
	struct endpoint **endpoints = config->endpoints.items;

	assert_int_equal(endpoints[0]->variants, VARIANT_BIT(VARIANT_NO_SNI));
	assert_int_equal(endpoints[0]->settings->variant_interval_s, 2 * 86400);
	assert_int_equal(endpoints[1]->variants, VARIANT_BIT(VARIANT_RSA));
	assert_int_equal(endpoints[1]->settings->variant_interval_s, 2 * 86400);
}

static void
an_unknown_one_is_a_fault_with_what_was_meant(void **state)
{
	config_text_expect("defaults: {variants: [ecsda]}\n", 1, 23,
	    "unknown variant 'ecsda'; did you mean 'ecdsa'?");
	config_text_expect("defaults: {variants: [usual]}\n", 1, 23,
	    "unknown variant 'usual'; there are: rsa, ecdsa, no-sni, tls1.2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		both_key_types_are_asked_for_unless_told_otherwise),
	    cmocka_unit_test(an_endpoint_has_those_of_the_defaults_or_its_own),
	    cmocka_unit_test(an_unknown_one_is_a_fault_with_what_was_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
