/* CA certificates are parsed once and shared; leaves are not kept. */
#include "inspect/cert_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static struct observation_cert
sent(const struct mint *mint)
{
	struct observation_cert cert = {
	    .der = mint->cert->der,
	    .der_len = mint->cert->der_len,
	};

	memcpy(cert.sha256, mint->cert->sha256, CERT_SHA256_LEN);
	return cert;
}

static const struct mint *
ca(unsigned number)
{
	char subject[32];

	snprintf(subject, sizeof subject, "CN=CA %u", number);
	return MINT(.subject = subject, .is_ca = true, .key = "shared");
}

static void
a_ca_is_parsed_once(void **state)
{
	CLEANUP(cert_cache_free) struct cert_cache *cache = cert_cache_new(100);
	struct observation_cert root = sent(ca(1));
	struct cert *first = cert_cache_get(cache, &root);
	struct cert *second = cert_cache_get(cache, &root);

	assert_ptr_equal(first, second);
	assert_int_equal(cert_cache_len(cache), 1);
	cert_unref(first);
	cert_unref(second);
}

static void
a_leaf_is_not_kept(void **state)
{
	CLEANUP(cert_cache_free) struct cert_cache *cache = cert_cache_new(100);
	struct mint_chain chain = mint_chain_for("www.example.test");
	struct observation_cert leaf = sent(chain.leaf);
	struct cert *cert = cert_cache_get(cache, &leaf);

	assert_true(cert_equal(cert, chain.leaf->cert));
	assert_int_equal(cert_cache_len(cache), 0);
	cert_unref(cert);
}

static void
what_cannot_be_parsed_is_given_and_not_kept(void **state)
{
	static const uint8_t junk[] = {0x30, 0x03, 0x02, 0x01};
	CLEANUP(cert_cache_free) struct cert_cache *cache = cert_cache_new(100);
	struct observation_cert bad = {.der = junk, .der_len = sizeof junk};
	struct cert *cert = cert_cache_get(cache, &bad);

	assert_non_null(cert->malformed);
	assert_int_equal(cert_cache_len(cache), 0);
	cert_unref(cert);
}

static void
the_half_not_used_for_longest_goes_when_it_is_full(void **state)
{
	enum { MAX = 16 };
	CLEANUP(cert_cache_free) struct cert_cache *cache = cert_cache_new(MAX);
	struct observation_cert cas[MAX + 1];
	struct cert *kept, *again;

	for (unsigned i = 0; i < MAX + 1; i++)
		cas[i] = sent(ca(i));
	for (unsigned i = 0; i < MAX; i++)
		cert_unref(cert_cache_get(cache, &cas[i]));
	kept = cert_cache_get(cache, &cas[0]); /* used last now */
	cert_unref(cert_cache_get(cache, &cas[MAX]));
	assert_int_equal(cert_cache_len(cache), MAX / 2 + 1);
	again = cert_cache_get(cache, &cas[0]);
	assert_ptr_equal(again, kept);
	cert_unref(kept);
	cert_unref(again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_ca_is_parsed_once),
	    cmocka_unit_test(a_leaf_is_not_kept),
	    cmocka_unit_test(what_cannot_be_parsed_is_given_and_not_kept),
	    cmocka_unit_test(
		the_half_not_used_for_longest_goes_when_it_is_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
