/* Public keys of the usual forms are taken apart; all others are left alone. */
#include "pki/public_key.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct info {
	uint8_t *der;
	size_t len;
};

static struct info
info_of(EVP_PKEY *pkey)
{
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(pkey, &der);

	assert_true(len > 0);
	EVP_PKEY_free(pkey);
	return (struct info){der, (size_t)len};
}

static void
a_point_on_each_curve_is_taken(void **state)
{
	static const struct {
		const char *name;
		enum public_key_group group;
		size_t point_len;
	} rows[] = {
	    {"P-256", PUBLIC_KEY_P256, 65},
	    {"P-384", PUBLIC_KEY_P384, 97},
	    {"P-521", PUBLIC_KEY_P521, 133},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct info info = info_of(EVP_EC_gen(rows[i].name));
		struct public_key key;

		assert_true(public_key_read(info.der, info.len, &key));
		assert_false(key.is_rsa);
		assert_int_equal(key.group, rows[i].group);
		assert_int_equal(key.point_len, rows[i].point_len);
		assert_ptr_equal(
		    key.point + key.point_len, info.der + info.len);
		OPENSSL_free(info.der);
	}
}

static void
modulus_and_exponent_are_taken(void **state)
{
	struct info info = info_of(EVP_RSA_gen(1024));
	struct public_key key;

	assert_true(public_key_read(info.der, info.len, &key));
	assert_true(key.is_rsa);
	assert_int_equal(key.modulus_len, 128);
	assert_true((key.modulus[0] & 0x80) != 0);
	assert_int_equal(key.exponent_len, 3);
	assert_memory_equal(key.exponent, "\x01\x00\x01", 3);
	OPENSSL_free(info.der);
}

static void
other_kinds_of_key_are_left_alone(void **state)
{
	static const char *const names[] = {"ED25519", "X25519", "ED448"};
	struct public_key key;
	struct info info = info_of(EVP_EC_gen("secp256k1"));

	assert_false(public_key_read(info.der, info.len, &key));
	OPENSSL_free(info.der);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		info = info_of(EVP_PKEY_Q_keygen(NULL, NULL, names[i]));
		assert_false(public_key_read(info.der, info.len, &key));
		OPENSSL_free(info.der);
	}
}

/* Nothing that is cut, and nothing with more behind it. */
static void
only_the_whole_is_taken(void **state)
{
	struct info info = info_of(EVP_EC_gen("P-256"));
	uint8_t *longer = malloc(info.len + 1);
	struct public_key key;

	assert_non_null(longer);
	for (size_t len = 0; len < info.len; len++)
		assert_false(public_key_read(info.der, len, &key));
	memcpy(longer, info.der, info.len);
	longer[info.len] = 0;
	assert_true(public_key_read(longer, info.len, &key));
	assert_false(public_key_read(longer, info.len + 1, &key));
	free(longer);
	OPENSSL_free(info.der);
}

static void
a_compressed_point_is_left_alone(void **state)
{
	EVP_PKEY *pkey = EVP_EC_gen("P-256");
	struct public_key key;
	struct info info;

	assert_true(
	    EVP_PKEY_set_utf8_string_param(pkey, "point-format", "compressed"));
	info = info_of(pkey);
	assert_int_equal(info.len, 59);
	assert_false(public_key_read(info.der, info.len, &key));
	OPENSSL_free(info.der);
}

/* SEQUENCE { SEQUENCE { rsaEncryption, NULL }, BIT STRING { numbers } } */
static bool
reads_numbers(const char *numbers, size_t len)
{
	static const uint8_t head[] = {0x30, 0, 0x30, 0x0d, 0x06, 0x09, 0x2a,
	    0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0,
	    0x00, 0x30, 0};
	uint8_t der[64];
	struct public_key key;

	memcpy(der, head, sizeof head);
	memcpy(der + sizeof head, numbers, len);
	der[1] = (uint8_t)(sizeof head - 2 + len);
	der[18] = (uint8_t)(3 + len);
	der[21] = (uint8_t)len;
	return public_key_read(der, sizeof head + len, &key);
}

static void
numbers_are_positive_and_in_their_shortest_form(void **state)
{
	assert_true(reads_numbers("\x02\x01\x7f\x02\x01\x03", 6));
	assert_true(reads_numbers("\x02\x02\x00\x80\x02\x01\x03", 7));
	assert_false(reads_numbers("\x02\x01\x80\x02\x01\x03", 6));
	assert_false(reads_numbers("\x02\x02\x00\x7f\x02\x01\x03", 7));
	assert_false(reads_numbers("\x02\x01\x00\x02\x01\x03", 6));
	assert_false(reads_numbers("\x02\x00\x02\x01\x03", 5));
	assert_false(reads_numbers("\x02\x01\x7f", 3));
	assert_false(reads_numbers("\x02\x01\x7f\x02\x01\x03\x05\x00", 8));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_point_on_each_curve_is_taken),
	    cmocka_unit_test(modulus_and_exponent_are_taken),
	    cmocka_unit_test(other_kinds_of_key_are_left_alone),
	    cmocka_unit_test(only_the_whole_is_taken),
	    cmocka_unit_test(a_compressed_point_is_left_alone),
	    cmocka_unit_test(numbers_are_positive_and_in_their_shortest_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
