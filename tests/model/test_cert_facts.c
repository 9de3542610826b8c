/* Certificates made small, and shared. */
#include "model/cert_facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static void
a_certificate_is_kept_once(void **state)
{
	const struct mint *mint =
	    MINT(.subject = "CN=a", .names = "DNS:a.test");
	struct cert_facts *one = cert_facts_new(mint->cert, false);
	struct cert_facts *two = cert_facts_new(mint->cert, false);

	assert_ptr_equal(one, two);
	assert_memory_equal(one->sha256, mint->cert->sha256, CERT_SHA256_LEN);
	assert_string_equal(one->label, "a");
	assert_null(one->details);
	cert_facts_release(one);
	assert_string_equal(two->label, "a");
	cert_facts_release(two);
}

static void
details_come_with_who_asks_for_them(void **state)
{
	const struct mint *mint =
	    MINT(.subject = "CN=a", .names = "DNS:a.test");
	struct cert_facts *one = cert_facts_new(mint->cert, false);
	struct cert_facts *two = cert_facts_new(mint->cert, true);

	assert_ptr_equal(one, two);
	assert_non_null(one->details);
	assert_string_equal(one->details->names, "a.test\n");
	assert_int_equal(one->details->key_kind, CERT_KEY_EC);
	assert_int_equal(one->details->key_bits, 256);
	cert_facts_release(one);
	cert_facts_release(two);
}

static void
what_others_own_is_copied(void **state)
{
	const struct cert_details like = {.key_bits = 17};
	struct cert_details *details = cert_details_make(&like, "b.test\n");
	const struct cert_facts kept = {
	    .sha256 = {7},
	    .label = "b",
	    .issuer_label = "c",
	    .details = details,
	};
	struct cert_facts *facts = cert_facts_share(&kept);

	free(details);
	assert_int_equal(facts->details->key_bits, 17);
	assert_string_equal(facts->details->names, "b.test\n");
	assert_string_equal(facts->issuer_label, "c");
	cert_facts_release(facts);
}

static void
what_does_not_parse_has_no_details(void **state)
{
	CLEANUP(cert_unref)
	struct cert *cert = cert_new((const uint8_t *)"?", 1);
	struct cert_facts *facts = cert_facts_new(cert, true);

	assert_null(facts->details);
	cert_facts_release(facts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_certificate_is_kept_once),
	    cmocka_unit_test(details_come_with_who_asks_for_them),
	    cmocka_unit_test(what_others_own_is_copied),
	    cmocka_unit_test(what_does_not_parse_has_no_details),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
