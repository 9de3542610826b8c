/* A private key belongs to one certificate, whatever the form of its file. */
#include "pki/private_key.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint.h"

static bool
matches(const void *bytes, size_t len, const struct mint *mint)
{
	struct error err = ERROR_INIT;
	bool is_match = false;

	if (!private_key_matches(bytes, len, NULL, mint->cert, &is_match, &err))
		fail_msg("%s", err.message);
	assert_int_equal(ERR_peek_error(), 0);
	return is_match;
}

static void
key_matches_its_own_certificate_only(void **state)
{
	static const enum mint_key_kind kinds[] = {
	    MINT_EC_P256, MINT_RSA_1024, MINT_ED25519};
	const struct mint *other = MINT(.subject = "CN=Other");

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const struct mint *own =
		    MINT(.subject = "CN=Own", .key_kind = kinds[i]);
		CLEANUP(free) char *pem = mint_key_pem(own->key);
		unsigned char *der = NULL;
		int len = i2d_PrivateKey(own->key, &der);

		assert_true(matches(pem, strlen(pem), own));
		assert_false(matches(pem, strlen(pem), other));
		assert_true(matches(der, (size_t)len, own));
		OPENSSL_free(der);
	}
}

static void
key_beside_certificates_is_found(void **state)
{
	const struct mint *own = MINT(.subject = "CN=Own");
	CLEANUP(free) char *key = mint_key_pem(own->key);
	CLEANUP(free) char *cert = mint_pem(own);
	CLEANUP(free) char *both = mem_printf("%s%s", cert, key);

	assert_true(matches(both, strlen(both), own));
}

static void
certificate_without_readable_key_matches_none(void **state)
{
	const struct mint *blind =
	    MINT(.subject = "CN=Blind", .has_broken_key = true);
	CLEANUP(free) char *pem = mint_key_pem(blind->key);

	assert_false(matches(pem, strlen(pem), blind));
}

/* "secret" opens it; another password, or none, is an error that says so. */
static void
opens_with_its_password_only(BIO *bio, const struct mint *own)
{
	struct error err = ERROR_INIT;
	bool is_match = false;
	char *text;
	long len = BIO_get_mem_data(bio, &text);
	const uint8_t *bytes = (const uint8_t *)text;

	assert_false(private_key_matches(
	    bytes, (size_t)len, NULL, own->cert, &is_match, &err));
	assert_non_null(strstr(err.message, "encrypted"));
	assert_false(private_key_matches(
	    bytes, (size_t)len, "other", own->cert, &is_match, &err));
	assert_non_null(strstr(err.message, "does not open"));
	assert_true(private_key_matches(
	    bytes, (size_t)len, "secret", own->cert, &is_match, &err));
	assert_true(is_match);
	assert_int_equal(ERR_peek_error(), 0);
	BIO_free(bio);
}

static void
encrypted_key_wants_its_password(void **state)
{
	const struct mint *own = MINT(.subject = "CN=Own");
	BIO *pkcs8 = BIO_new(BIO_s_mem()), *old = BIO_new(BIO_s_mem());
	BIO *der = BIO_new(BIO_s_mem());

	assert_int_equal(PEM_write_bio_PKCS8PrivateKey(pkcs8, own->key,
			     EVP_aes_128_cbc(), "secret", 6, NULL, NULL),
	    1);
	opens_with_its_password_only(pkcs8, own);
	assert_int_equal(PEM_write_bio_PrivateKey_traditional(old, own->key,
			     EVP_aes_128_cbc(), (const unsigned char *)"secret",
			     6, NULL, NULL),
	    1);
	opens_with_its_password_only(old, own);
	assert_int_equal(i2d_PKCS8PrivateKey_bio(der, own->key,
			     EVP_aes_128_cbc(), "secret", 6, NULL, NULL),
	    1);
	opens_with_its_password_only(der, own);
}

static void
what_is_no_key_is_an_error(void **state)
{
	const struct mint *own = MINT(.subject = "CN=Own");
	CLEANUP(free) char *cert = mint_pem(own);
	CLEANUP(free) uint8_t *large = mem_new(PRIVATE_KEY_MAX_BYTES + 1, 1);
	struct cert *junk = cert_new((const uint8_t *)"x", 1);
	CLEANUP(free) char *key = mint_key_pem(own->key);
	struct error err = ERROR_INIT;
	bool is_match;

	assert_false(private_key_matches((const uint8_t *)cert, strlen(cert),
	    NULL, own->cert, &is_match, &err));
	assert_string_equal(err.message, "no private key is in that file");
	assert_false(private_key_matches(
	    (const uint8_t *)"", 0, NULL, own->cert, &is_match, &err));
	assert_false(private_key_matches(
	    (const uint8_t *)key, strlen(key), NULL, junk, &is_match, &err));
	assert_false(private_key_matches(large, PRIVATE_KEY_MAX_BYTES + 1, NULL,
	    own->cert, &is_match, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
	assert_int_equal(ERR_peek_error(), 0);
	cert_unref(junk);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(key_matches_its_own_certificate_only),
	    cmocka_unit_test(key_beside_certificates_is_found),
	    cmocka_unit_test(certificate_without_readable_key_matches_none),
	    cmocka_unit_test(encrypted_key_wants_its_password),
	    cmocka_unit_test(what_is_no_key_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
