/* Chains: order, doubles and identity. */
#include "pki/chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static void
order_and_doubles_are_kept(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A");
	const struct mint *b = MINT(.subject = "CN=B");
	struct chain *chain = mint_presented(b, a, b, NULL);

	assert_int_equal(chain->len, 3);
	assert_ptr_equal(chain->certs[0], b->cert);
	assert_ptr_equal(chain->certs[1], a->cert);
	assert_ptr_equal(chain->certs[2], b->cert);
	assert_int_equal(chain_find(chain, a->cert->sha256), 1);
	assert_int_equal(chain_find(chain, b->cert->sha256), 0);
	chain_unref(chain);
}

static void
unknown_digest_is_not_found(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A");
	const struct mint *b = MINT(.subject = "CN=B");
	struct chain *chain = mint_presented(a, NULL);

	assert_int_equal(chain_find(chain, b->cert->sha256), -1);
	chain_unref(chain);
}

static void
id_follows_the_ordered_digests(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A");
	const struct mint *b = MINT(.subject = "CN=B");
	struct chain *ab = mint_presented(a, b, NULL);
	struct chain *ba = mint_presented(b, a, NULL);
	struct chain *again = mint_presented(a, b, NULL);
	uint8_t digests[2][CERT_SHA256_LEN], id[CERT_SHA256_LEN];

	memcpy(digests[0], a->cert->sha256, CERT_SHA256_LEN);
	memcpy(digests[1], b->cert->sha256, CERT_SHA256_LEN);
	chain_id_of((const uint8_t(*)[CERT_SHA256_LEN])digests, 2, id);
	assert_memory_equal(ab->id, again->id, sizeof id);
	assert_memory_equal(ab->id, id, sizeof id);
	assert_memory_not_equal(ab->id, ba->id, sizeof id);
	chain_unref(ab);
	chain_unref(ba);
	chain_unref(again);
}

static void
chain_outlives_its_makers_references(void **state)
{
	const struct cert *minted = MINT(.subject = "CN=A")->cert;
	struct cert *cert = cert_new(minted->der, minted->der_len);
	struct chain *chain = chain_new(&cert, 1);

	cert_unref(cert);
	assert_ptr_equal(chain_ref(chain), chain);
	chain_unref(chain);
	assert_string_equal(chain->certs[0]->subject, "CN=A");
	chain_unref(chain);
	chain_unref(NULL);
}

static void
empty_chain_is_a_chain(void **state)
{
	struct chain *chain = chain_new(NULL, 0);

	assert_int_equal(chain->len, 0);
	assert_int_equal(chain_find(chain, chain->id), -1);
	chain_unref(chain);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order_and_doubles_are_kept),
	    cmocka_unit_test(unknown_digest_is_not_found),
	    cmocka_unit_test(id_follows_the_ordered_digests),
	    cmocka_unit_test(chain_outlives_its_makers_references),
	    cmocka_unit_test(empty_chain_is_a_chain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
