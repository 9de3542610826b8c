/* TLSA records against certificates. */
#include "pki/tlsa.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/sha.h>

#include "base/mem.h"
#include "support/mint.h"

static const struct mint *
a_leaf(void)
{
	return MINT(.subject = "CN=www.example.test", .key = "first");
}

static struct tlsa
record_of(uint8_t usage, uint8_t selector, uint8_t matching, const void *data,
    size_t len)
{
	return (struct tlsa){.usage = usage,
	    .selector = selector,
	    .matching = matching,
	    .data = mem_dup(data, len),
	    .len = len};
}

static void
the_record_made_for_a_certificate_speaks_of_it(void **state)
{
	const struct cert *cert = a_leaf()->cert;
	uint8_t digest[SHA512_DIGEST_LENGTH];
	struct tlsa whole, key;

	(void)state;
	SHA512(cert->der, cert->der_len, digest);
	whole = record_of(3, TLSA_WHOLE, TLSA_SHA512, digest, 64);
	key = record_of(3, TLSA_KEY, TLSA_SHA256, cert->key.sha256, 32);
	assert_true(tlsa_matches(&whole, cert));
	assert_true(tlsa_matches(&key, cert));
	key.data[31] ^= 1;
	whole.data[0] ^= 1;
	assert_false(tlsa_matches(&whole, cert));
	assert_false(tlsa_matches(&key, cert));
	tlsa_clear(&whole);
	tlsa_clear(&key);
}

static void
another_certificate_of_the_key_fits_by_key_only(void **state)
{
	const struct cert *cert = a_leaf()->cert;
	const struct cert *renewed =
	    MINT(.subject = "CN=new.example.test", .key = "first")->cert;
	struct tlsa whole, key;

	(void)state;
	whole = record_of(3, TLSA_WHOLE, TLSA_EXACT, cert->der, cert->der_len);
	key = record_of(3, TLSA_KEY, TLSA_SHA256, cert->key.sha256, 32);
	assert_true(tlsa_matches(&whole, cert));
	assert_false(tlsa_matches(&whole, renewed));
	assert_true(tlsa_matches(&key, renewed));
	tlsa_clear(&whole);
	tlsa_clear(&key);
}

static void
what_clients_pass_over_is_told_and_never_fits(void **state)
{
	static const struct {
		uint8_t usage, selector, matching;
		size_t len;
		const char *word;
	} cases[] = {
	    {3, 1, 1, 32, NULL},
	    {3, 1, 2, 64, NULL},
	    {0, 0, 0, 1, NULL},
	    {4, 1, 1, 32, "usage"},
	    {255, 1, 1, 32, "usage"},
	    {3, 2, 1, 32, "selector"},
	    {3, 1, 3, 32, "matching"},
	    {3, 1, 1, 31, "SHA-256"},
	    {3, 1, 1, 33, "SHA-256"},
	    {3, 1, 2, 32, "SHA-512"},
	    {3, 1, 0, 0, "no association"},
	};
	static const uint8_t bytes[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct tlsa record = record_of(cases[i].usage,
		    cases[i].selector, cases[i].matching, bytes, cases[i].len);
		const char *fault = tlsa_fault(&record);

		if ((fault == NULL) != (cases[i].word == NULL) ||
		    (fault != NULL && strstr(fault, cases[i].word) == NULL))
			fail_msg(
			    "case %zu: %s", i, fault == NULL ? "-" : fault);
		assert_false(tlsa_matches(&record, a_leaf()->cert));
		tlsa_clear(&record);
	}
}

static void
a_certificate_that_cannot_be_read_fits_as_a_whole_only(void **state)
{
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures = signature_cache_new(100);
	CLEANUP(cert_unref)
	struct cert *cert = cert_new((const uint8_t *)"garbage", 7);
	struct tlsa whole = record_of(3, TLSA_WHOLE, TLSA_EXACT, "garbage", 7);
	struct tlsa key = record_of(3, TLSA_KEY, TLSA_EXACT, "garbage", 7);
	struct strbuf buf = STRBUF_INIT(1000);

	(void)state;
	assert_true(tlsa_matches(&whole, cert));
	assert_false(tlsa_matches(&key, cert));
	assert_false(tlsa_signed(&whole, cert, signatures));
	assert_false(tlsa_format_for(&buf, cert, 3, TLSA_KEY, TLSA_SHA256));
	assert_true(tlsa_format_for(&buf, cert, 3, TLSA_WHOLE, TLSA_EXACT));
	assert_string_equal(strbuf_text(&buf), "3 0 0 67617262616765");
	strbuf_clear(&buf);
	tlsa_clear(&whole);
	tlsa_clear(&key);
}

static void
a_ca_in_the_record_is_tried_as_the_signer(void **state)
{
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures = signature_cache_new(100);
	CLEANUP(signature_cache_free)
	struct signature_cache *nothing = signature_cache_new(0);
	const struct mint *root =
	    MINT(.subject = "CN=Root", .is_ca = true, .key = "ca");
	const struct mint *leaf =
	    MINT(.subject = "CN=www.example.test", .issuer = root, .key = "k");
	const struct mint *other = MINT(.subject = "CN=other", .key = "o");
	struct tlsa whole, noise, digest;

	(void)state;
	whole = record_of(
	    2, TLSA_WHOLE, TLSA_EXACT, root->cert->der, root->cert->der_len);
	noise = record_of(2, TLSA_KEY, TLSA_EXACT, "noise", 5);
	digest =
	    record_of(2, TLSA_KEY, TLSA_SHA256, root->cert->key.sha256, 32);
	assert_true(tlsa_signed(&whole, leaf->cert, signatures));
	assert_false(tlsa_signed(&whole, other->cert, signatures));
	assert_false(tlsa_signed(&noise, leaf->cert, signatures));
	assert_false(tlsa_signed(&digest, leaf->cert, signatures));
	/* it is paid for, once */
	assert_int_equal(signature_cache_checks(signatures), 2);
	assert_true(tlsa_signed(&whole, leaf->cert, signatures));
	assert_int_equal(signature_cache_checks(signatures), 2);
	assert_false(tlsa_signed(&whole, leaf->cert, nothing));
	assert_true(signature_cache_is_spent(nothing));
	tlsa_clear(&whole);
	tlsa_clear(&noise);
	tlsa_clear(&digest);
}

static void
records_are_written_as_in_a_zone(void **state)
{
	static const uint8_t bytes[TLSA_SHOWN_MAX + 1] = {0, 0xff, 0x10};
	struct tlsa small = record_of(3, 1, 0, bytes, 3);
	struct tlsa large = record_of(2, 0, 0, bytes, sizeof bytes);
	struct strbuf buf = STRBUF_INIT(1000);

	(void)state;
	tlsa_format(&buf, &small);
	assert_string_equal(strbuf_text(&buf), "3 1 0 00ff10");
	strbuf_clear(&buf);
	buf = (struct strbuf)STRBUF_INIT(1000);
	tlsa_format(&buf, &large);
	assert_int_equal(buf.len, 6 + 2 * TLSA_SHOWN_MAX + 3);
	assert_string_equal(buf.text + buf.len - 3, "...");
	strbuf_clear(&buf);
	/* What does not fit a line is written by digest. */
	buf = (struct strbuf)STRBUF_INIT(1000);
	assert_true(
	    tlsa_format_for(&buf, a_leaf()->cert, 3, TLSA_WHOLE, TLSA_EXACT));
	assert_int_equal(strncmp(strbuf_text(&buf), "3 0 1 ", 6), 0);
	strbuf_clear(&buf);
	tlsa_clear(&small);
	tlsa_clear(&large);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_record_made_for_a_certificate_speaks_of_it),
	    cmocka_unit_test(another_certificate_of_the_key_fits_by_key_only),
	    cmocka_unit_test(what_clients_pass_over_is_told_and_never_fits),
	    cmocka_unit_test(
		a_certificate_that_cannot_be_read_fits_as_a_whole_only),
	    cmocka_unit_test(a_ca_in_the_record_is_tried_as_the_signer),
	    cmocka_unit_test(records_are_written_as_in_a_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
