/* Keys and signature algorithms as values. */
#include "pki/cert_key.h"

#include <openssl/objects.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static void
each_kind_of_key_is_named_and_sized(void **state)
{
	static const struct {
		enum mint_key_kind minted;
		enum cert_key_kind kind;
		int bits;
		const char *text;
	} rows[] = {
	    {MINT_EC_P256, CERT_KEY_EC, 256, "EC P-256"},
	    {MINT_EC_P384, CERT_KEY_EC, 384, "EC P-384"},
	    {MINT_EC_P521, CERT_KEY_EC, 521, "EC P-521"},
	    {MINT_EC_BRAINPOOL, CERT_KEY_EC, 256, "EC brainpoolP256r1"},
	    {MINT_RSA_1024, CERT_KEY_RSA, 1024, "RSA 1024"},
	    {MINT_RSA_2048, CERT_KEY_RSA, 2048, "RSA 2048"},
	    {MINT_RSA_PSS_2048, CERT_KEY_RSA_PSS, 2048, "RSA-PSS 2048"},
	    {MINT_DSA_1024, CERT_KEY_DSA, 1024, "DSA 1024"},
	    {MINT_ED25519, CERT_KEY_ED25519, 256, "Ed25519"},
	    {MINT_ED448, CERT_KEY_ED448, 456, "Ed448"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct cert_key *key =
		    &MINT(.subject = "CN=A", .key_kind = rows[i].minted)
			 ->cert->key;

		assert_int_equal(key->kind, rows[i].kind);
		assert_string_equal(key->text, rows[i].text);
		assert_true(key->is_readable);
		assert_false(key->has_explicit_curve);
		if (rows[i].kind != CERT_KEY_ED25519)
			assert_int_equal(key->bits, rows[i].bits);
	}
}

static void
written_out_curve_is_told(void **state)
{
	const struct cert_key *key =
	    &MINT(.subject = "CN=A", .key_kind = MINT_EC_EXPLICIT)->cert->key;

	assert_int_equal(key->kind, CERT_KEY_EC);
	assert_true(key->has_explicit_curve);
}

static void
unreadable_key_leaves_a_certificate(void **state)
{
	const struct cert *cert =
	    MINT(.subject = "CN=A", .has_broken_key = true)->cert;

	assert_null(cert->malformed);
	assert_false(cert->key.is_readable);
	assert_int_equal(cert->key.kind, CERT_KEY_EC);
	assert_int_equal(cert->key.bits, 0);
	assert_string_equal(cert->key.text, "unreadable EC key");
}

static void
digest_is_of_the_key_alone(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A", .key = "k");
	const struct mint *b = MINT(.subject = "CN=B", .key = "k");
	const struct mint *c = MINT(.subject = "CN=A", .key = "other");

	assert_memory_equal(a->cert->key.sha256, b->cert->key.sha256, 32);
	assert_memory_not_equal(a->cert->key.sha256, c->cert->key.sha256, 32);
}

static void
signature_algorithms_are_named_and_weighed(void **state)
{
	static const struct {
		enum mint_key_kind key;
		bool is_pss;
		const char *digest, *text;
		int digest_nid, bits;
	} rows[] = {
	    {MINT_EC_P256, false, NULL, "ecdsa-with-SHA256", NID_sha256, 128},
	    {MINT_EC_P384, false, "SHA384", "ecdsa-with-SHA384", NID_sha384,
		192},
	    {MINT_RSA_1024, false, "SHA1", "sha1WithRSAEncryption", NID_sha1,
		63},
	    {MINT_RSA_1024, false, "MD5", "md5WithRSAEncryption", NID_md5, 39},
	    {MINT_RSA_2048, true, "SHA256", "RSASSA-PSS with SHA256",
		NID_sha256, 128},
	    {MINT_ED25519, false, NULL, "ED25519", NID_undef, 128},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct cert_signature *signature =
		    &MINT(.subject = "CN=A", .key_kind = rows[i].key,
			.digest = rows[i].digest, .is_pss = rows[i].is_pss)
			 ->cert->signature;

		assert_string_equal(signature->text, rows[i].text);
		assert_int_equal(signature->digest_nid, rows[i].digest_nid);
		assert_int_equal(signature->security_bits, rows[i].bits);
		assert_true(signature->is_consistent);
	}
}

static void
unknown_and_inconsistent_algorithms_are_told(void **state)
{
	const struct cert *unknown =
	    MINT(.subject = "CN=A", .signature_oid = "1.2.3.4")->cert;
	const struct cert *differs =
	    MINT(.subject = "CN=A", .outer_algorithm = "ecdsa-with-SHA384")
		->cert;

	assert_string_equal(unknown->signature.text, "1.2.3.4");
	assert_int_equal(unknown->signature.security_bits, -1);
	assert_true(unknown->signature.is_consistent);
	assert_false(differs->signature.is_consistent);
	assert_string_equal(differs->signature.text, "ecdsa-with-SHA384");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_of_key_is_named_and_sized),
	    cmocka_unit_test(written_out_curve_is_told),
	    cmocka_unit_test(unreadable_key_leaves_a_certificate),
	    cmocka_unit_test(digest_is_of_the_key_alone),
	    cmocka_unit_test(signature_algorithms_are_named_and_weighed),
	    cmocka_unit_test(unknown_and_inconsistent_algorithms_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
