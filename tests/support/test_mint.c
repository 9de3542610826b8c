/* What the mint promises: recipes become what they say. */
#include "support/mint.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static bool
is_signed_by(const struct mint *mint, const struct mint *issuer)
{
	return X509_verify(mint->cert->x509, issuer->key) == 1;
}

static void
chain_for_a_host_is_signed_link_by_link(void **state)
{
	struct mint_chain chain = mint_chain_for("www.example.test");

	assert_true(is_signed_by(chain.leaf, chain.intermediate));
	assert_true(is_signed_by(chain.intermediate, chain.root));
	assert_true(is_signed_by(chain.root, chain.root));
	assert_true(chain.root->cert->is_self_issued);
	assert_int_equal(chain.intermediate->cert->path_len, 0);
	assert_string_equal(
	    chain.leaf->cert->names[0].text, "www.example.test");
	assert_true(chain.leaf->cert->not_before < MINT_NOW);
	assert_true(chain.leaf->cert->not_after > MINT_NOW);
}

static void
equal_key_names_share_a_key(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A", .key = "shared");
	const struct mint *b = MINT(.subject = "CN=B", .key = "shared");
	const struct mint *c = MINT(.subject = "CN=B");

	assert_memory_equal(a->cert->key.sha256, b->cert->key.sha256, 32);
	assert_memory_not_equal(b->cert->key.sha256, c->cert->key.sha256, 32);
	assert_string_equal(a->key_name, "shared");
}

static void
every_kind_of_key_signs(void **state)
{
	for (int i = 0; i < MINT_KEY_KIND_COUNT; i++) {
		enum mint_key_kind kind = (enum mint_key_kind)i, found;
		const struct mint *mint;

		if (kind == MINT_RSA_4096)
			continue; /* slow to make, and as RSA 2048 is */
		mint = MINT(.subject = "CN=Any", .key_kind = kind);
		assert_true(is_signed_by(mint, mint));
		assert_true(
		    mint_key_kind_find(mint_key_kind_text(kind), &found));
		assert_int_equal(found, kind);
	}
}

static void
recipe_sets_dates_serial_and_version(void **state)
{
	const struct mint *mint = MINT(.subject = "CN=Old", .not_before = 1,
	    .not_after = INT64_C(253402300799), .serial = "-0a", .version = 1);

	assert_int_equal(mint->cert->not_before, 1);
	assert_int_equal(mint->cert->not_after, INT64_C(253402300799));
	assert_string_equal(mint->cert->serial, "-0a");
	assert_int_equal(mint->cert->version, 1);
	assert_false(mint->cert->has_extended_key_usage);
}

static void
recipe_spoils_what_it_is_told_to(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *broken = MINT(.subject = "CN=X", .issuer = root,
	    .has_broken_signature = true);
	const struct mint *key =
	    MINT(.subject = "CN=X", .issuer = root, .has_broken_key = true);
	const struct mint *outer = MINT(.subject = "CN=X", .issuer = root,
	    .outer_algorithm = "ecdsa-with-SHA384");
	const struct mint *unknown =
	    MINT(.subject = "CN=X", .issuer = root, .signature_oid = "1.2.3.4");

	assert_false(is_signed_by(broken, root));
	assert_false(key->cert->key.is_readable);
	assert_false(outer->cert->signature.is_consistent);
	assert_true(unknown->cert->signature.is_consistent);
	assert_string_equal(unknown->cert->signature.text, "1.2.3.4");
}

static void
extensions_are_what_the_text_says(void **state)
{
	const struct mint *mint = MINT(.subject = "CN=CA", .is_ca = true,
	    .key_usage = "", .name_constraints = "permitted;DNS:x.test",
	    .aia = "http://ca.example.test/ca.crt",
	    .extensions = {
		"tlsfeature=status_request", "1.2.3.4=critical,DER:0500"});
	const struct cert *cert = mint->cert;

	assert_false(cert->has_key_usage);
	assert_true(cert->has_name_constraints);
	assert_true(cert->has_must_staple);
	assert_string_equal(
	    cert->aia_issuers[0], "http://ca.example.test/ca.crt");
	assert_int_equal(X509_get_ext_by_critical(cert->x509, 1, -1), 0);
}

static void
pem_of_certificate_and_key_fit_together(void **state)
{
	const struct mint *mint = MINT(.subject = "CN=Fit");
	CLEANUP(free) char *cert_text = mint_pem(mint);
	CLEANUP(free) char *key_text = mint_key_pem(mint->key);
	BIO *cert_bio = BIO_new_mem_buf(cert_text, -1);
	BIO *key_bio = BIO_new_mem_buf(key_text, -1);
	X509 *x509 = PEM_read_bio_X509(cert_bio, NULL, NULL, NULL);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(key_bio, NULL, NULL, NULL);

	assert_non_null(x509);
	assert_non_null(key);
	assert_int_equal(X509_check_private_key(x509, key), 1);
	X509_free(x509);
	EVP_PKEY_free(key);
	BIO_free(cert_bio);
	BIO_free(key_bio);
}

static void
lists_become_chain_and_store(void **state)
{
	struct mint_chain c = mint_chain_for("www.example.test");
	struct chain *chain = mint_presented(c.leaf, c.intermediate, NULL);
	struct trust_store *store = mint_trust("corp", c.root, NULL);

	assert_int_equal(chain->len, 2);
	assert_ptr_equal(chain->certs[0], c.leaf->cert);
	assert_true(trust_store_has(store, c.root->cert->sha256));
	assert_false(trust_store_has(store, c.leaf->cert->sha256));
	chain_unref(chain);
	trust_store_unref(store);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chain_for_a_host_is_signed_link_by_link),
	    cmocka_unit_test(equal_key_names_share_a_key),
	    cmocka_unit_test(every_kind_of_key_signs),
	    cmocka_unit_test(recipe_sets_dates_serial_and_version),
	    cmocka_unit_test(recipe_spoils_what_it_is_told_to),
	    cmocka_unit_test(extensions_are_what_the_text_says),
	    cmocka_unit_test(pem_of_certificate_and_key_fit_together),
	    cmocka_unit_test(lists_become_chain_and_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
