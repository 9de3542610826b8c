/*
 * Certificates that are read in the library of our own have the same keys as
 * those that libcrypto reads alone: of every kind and form, and also where the
 * key is none.
 */
#include "pki/key_library.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/objects.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct kind {
	const char *name, *group; /* as libcrypto calls them */
	const char *encoding;	  /* of the curve; NULL: by name */
	const char *digest;	  /* NULL: the key's own */
} kinds[] = {
    {"EC", "P-256", NULL, "SHA256"},
    {"EC", "P-384", NULL, "SHA256"},
    {"EC", "P-521", NULL, "SHA256"},
    {"EC", "secp256k1", NULL, "SHA256"},
    {"EC", "brainpoolP256r1", NULL, "SHA256"},
    {"EC", "P-256", "explicit", "SHA256"},
    {"RSA", NULL, NULL, "SHA256"},
    {"RSA-PSS", NULL, NULL, "SHA256"},
    {"ED25519", NULL, NULL, NULL},
    {"ED448", NULL, NULL, NULL},
};

#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

static EVP_PKEY *
make_key(const struct kind *kind)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, kind->name, NULL);
	EVP_PKEY *pkey = NULL;
	OSSL_PARAM params[3], *p = params;

	if (kind->group != NULL)
		*p++ = OSSL_PARAM_construct_utf8_string(
		    OSSL_PKEY_PARAM_GROUP_NAME, (char *)kind->group, 0);
	if (kind->encoding != NULL)
		*p++ = OSSL_PARAM_construct_utf8_string(
		    OSSL_PKEY_PARAM_EC_ENCODING, (char *)kind->encoding, 0);
	*p = OSSL_PARAM_construct_end();
	assert_non_null(ctx);
	assert_int_equal(EVP_PKEY_keygen_init(ctx), 1);
	assert_int_equal(EVP_PKEY_CTX_set_params(ctx, params), 1);
	assert_int_equal(EVP_PKEY_generate(ctx, &pkey), 1);
	EVP_PKEY_CTX_free(ctx);
	return pkey;
}

/* Signed by itself. */
static size_t
make_cert(const struct kind *kind, unsigned char **ret_der)
{
	EVP_PKEY *pkey = make_key(kind);
	X509 *x509 = X509_new();
	X509_NAME *name;
	int len;

	assert_true(X509_set_version(x509, X509_VERSION_3));
	assert_true(ASN1_INTEGER_set(X509_get_serialNumber(x509), 1));
	assert_non_null(X509_time_adj_ex(
	    X509_getm_notBefore(x509), 0, 0, &(time_t){1700000000}));
	assert_non_null(X509_time_adj_ex(
	    X509_getm_notAfter(x509), 90, 0, &(time_t){1700000000}));
	name = X509_get_subject_name(x509);
	assert_true(X509_NAME_add_entry_by_txt(
	    name, "CN", MBSTRING_ASC, (const unsigned char *)"a", -1, -1, 0));
	assert_true(X509_set_issuer_name(x509, name));
	assert_true(X509_set_pubkey(x509, pkey));
	assert_true(
	    X509_sign(x509, pkey,
		kind->digest == NULL ? NULL
				     : EVP_get_digestbyname(kind->digest)) > 0);
	*ret_der = NULL;
	len = i2d_X509(x509, ret_der);
	assert_true(len > 0);
	X509_free(x509);
	EVP_PKEY_free(pkey);
	return (size_t)len;
}

static X509 *
read_in(OSSL_LIB_CTX *library, const unsigned char *der, size_t len)
{
	X509 *x509 = X509_new_ex(library, NULL);

	assert_non_null(x509);
	ERR_clear_error();
	return d2i_X509(&x509, &der, (long)len);
}

static int
is_explicit(const EVP_PKEY *pkey)
{
	int is = 0;

	(void)EVP_PKEY_get_int_param(
	    pkey, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is);
	return is;
}

/* With a newer libcrypto it may be that there is none; all else holds. */
static void
the_library_is_there(void **state)
{
	if (OPENSSL_version_major() == 3 && OPENSSL_version_minor() < 2)
		assert_non_null(key_library());
}

static void
keys_of_every_kind_are_the_same(void **state)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		unsigned char *der;
		size_t len = make_cert(&kinds[i], &der);
		X509 *plain = read_in(NULL, der, len);
		X509 *ours = read_in(key_library(), der, len);
		EVP_PKEY *expected = X509_get0_pubkey(plain);
		EVP_PKEY *got = X509_get0_pubkey(ours);

		assert_non_null(expected);
		assert_non_null(got);
		assert_int_equal(EVP_PKEY_eq(expected, got), 1);
		assert_int_equal(
		    EVP_PKEY_get_bits(expected), EVP_PKEY_get_bits(got));
		assert_string_equal(EVP_PKEY_get0_type_name(expected),
		    EVP_PKEY_get0_type_name(got));
		assert_int_equal(is_explicit(expected), is_explicit(got));
		assert_int_equal(is_explicit(got), kinds[i].encoding != NULL);
		/* Each verifies what was signed, whoever reads the other. */
		assert_int_equal(X509_verify(ours, got), 1);
		assert_int_equal(X509_verify(plain, got), 1);
		assert_int_equal(X509_verify(ours, expected), 1);
		X509_free(plain);
		X509_free(ours);
		OPENSSL_free(der);
	}
}

/* Whatever bit of it is another: read or not, both agree. */
static void
spoiled_keys_are_judged_alike(void **state)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		unsigned char *der, *key = NULL;
		size_t len = make_cert(&kinds[i], &der);
		X509 *good = read_in(NULL, der, len);
		int key_len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(good), &key);
		unsigned char *at = memmem(der, len, key, (size_t)key_len);

		assert_non_null(at);
		for (int bit = 0; bit < key_len * 8; bit += 3) {
			X509 *plain, *ours;
			EVP_PKEY *expected, *got;

			at[bit / 8] ^= (unsigned char)(1 << bit % 8);
			plain = read_in(NULL, der, len);
			ours = read_in(key_library(), der, len);
			assert_int_equal(plain == NULL, ours == NULL);
			expected =
			    plain == NULL ? NULL : X509_get0_pubkey(plain);
			got = ours == NULL ? NULL : X509_get0_pubkey(ours);
			/* A kind that is left out has no key here. */
			if (got != NULL)
				assert_int_equal(EVP_PKEY_eq(expected, got), 1);
			else if (expected != NULL)
				assert_string_not_equal(
				    EVP_PKEY_get0_type_name(expected),
				    kinds[i].name);
			X509_free(plain);
			X509_free(ours);
			at[bit / 8] ^= (unsigned char)(1 << bit % 8);
		}
		ERR_clear_error();
		X509_free(good);
		OPENSSL_free(key);
		OPENSSL_free(der);
	}
}

static void
a_kind_that_no_server_signs_with_is_left_out(void **state)
{
	static const struct kind sm2 = {"SM2", NULL, NULL, "SM3"};
	unsigned char *der;
	size_t len = make_cert(&sm2, &der);
	X509 *x509 = read_in(key_library(), der, len);

	assert_non_null(x509);
	assert_int_equal(X509_get0_pubkey(x509) == NULL, key_library() != NULL);
	ERR_clear_error();
	X509_free(x509);
	OPENSSL_free(der);
}

static void
every_algorithm_of_tls_is_there(void **state)
{
	static const char *const groups =
	    "X25519:P-256:X448:P-521:P-384:ffdhe2048:ffdhe4096";
	SSL_CTX *plain = SSL_CTX_new(TLS_client_method());
	SSL_CTX *ours =
	    SSL_CTX_new_ex(key_library(), NULL, TLS_client_method());
	STACK_OF(SSL_CIPHER) * expected, *got;

	assert_non_null(ours);
	assert_true(SSL_CTX_set_cipher_list(plain, "ALL:@SECLEVEL=0"));
	assert_true(SSL_CTX_set_cipher_list(ours, "ALL:@SECLEVEL=0"));
	expected = SSL_CTX_get_ciphers(plain);
	got = SSL_CTX_get_ciphers(ours);
	assert_int_equal(sk_SSL_CIPHER_num(got), sk_SSL_CIPHER_num(expected));
	for (int i = 0; i < sk_SSL_CIPHER_num(expected); i++)
		assert_string_equal(
		    SSL_CIPHER_get_name(sk_SSL_CIPHER_value(got, i)),
		    SSL_CIPHER_get_name(sk_SSL_CIPHER_value(expected, i)));
	assert_true(SSL_CTX_set1_groups_list(ours, groups));
	SSL_CTX_free(plain);
	SSL_CTX_free(ours);
}

/* Whatever a certificate may be signed with, old or rare. */
static void
every_digest_of_signatures_is_there(void **state)
{
	int count = 0;

	for (int nid = 1; nid < OBJ_new_nid(0); nid++) {
		EVP_MD *plain, *ours;
		int digest;

		if (!OBJ_find_sigid_algs(nid, &digest, NULL) ||
		    digest == NID_undef)
			continue;
		plain = EVP_MD_fetch(NULL, OBJ_nid2sn(digest), NULL);
		ours = EVP_MD_fetch(key_library(), OBJ_nid2sn(digest), NULL);
		assert_int_equal(plain == NULL, ours == NULL);
		count += plain != NULL;
		EVP_MD_free(plain);
		EVP_MD_free(ours);
	}
	ERR_clear_error();
	assert_true(count > 20);
}

static void
what_no_client_meets_is_left_out(void **state)
{
	OSSL_LIB_CTX *library = key_library();
	EVP_CIPHER *met = EVP_CIPHER_fetch(library, "AES-128-GCM", NULL);
	EVP_CIPHER *unmet = EVP_CIPHER_fetch(library, "AES-128-ECB", NULL);
	EVP_KDF *password = EVP_KDF_fetch(library, "PBKDF2", NULL);

	assert_non_null(met);
	assert_int_equal(unmet == NULL, library != NULL);
	assert_int_equal(password == NULL, library != NULL);
	EVP_CIPHER_free(met);
	EVP_CIPHER_free(unmet);
	EVP_KDF_free(password);
	ERR_clear_error();
}

static void
it_can_be_switched_off(void **state)
{
	OSSL_LIB_CTX *library = key_library();

	key_library_enable(false);
	assert_null(key_library());
	key_library_enable(true);
	assert_ptr_equal(key_library(), library);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_library_is_there),
	    cmocka_unit_test(keys_of_every_kind_are_the_same),
	    cmocka_unit_test(spoiled_keys_are_judged_alike),
	    cmocka_unit_test(a_kind_that_no_server_signs_with_is_left_out),
	    cmocka_unit_test(every_algorithm_of_tls_is_there),
	    cmocka_unit_test(every_digest_of_signatures_is_there),
	    cmocka_unit_test(what_no_client_meets_is_left_out),
	    cmocka_unit_test(it_can_be_switched_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
