/* What a PKCS#12 file may ask for before it is opened. */
#include "pki/pkcs12_cost.h"

#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define MOST PKCS12_MAX_ITERATIONS

/* ---- algorithms -------------------------------------------------------- */

static X509_ALGOR *
old_scheme(int iterations)
{
	return PKCS5_pbe_set(
	    NID_pbe_WithSHA1And3_Key_TripleDES_CBC, iterations, NULL, 8);
}

static X509_ALGOR *
pbes2(int iterations)
{
	return PKCS5_pbe2_set(EVP_aes_256_cbc(), iterations, NULL, 8);
}

/* A scheme that begins with the way of deriving, which it takes. */
static X509_ALGOR *
scheme_of(int nid, X509_ALGOR *take_derivation)
{
	PBE2PARAM *scheme = PBE2PARAM_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();
	ASN1_TYPE *parameter = NULL;

	X509_ALGOR_free(scheme->keyfunc);
	scheme->keyfunc = take_derivation;
	X509_ALGOR_set0(
	    scheme->encryption, OBJ_nid2obj(NID_hmacWithSHA256), -1, NULL);
	assert_non_null(ASN1_TYPE_pack_sequence(
	    ASN1_ITEM_rptr(PBE2PARAM), scheme, &parameter));
	X509_ALGOR_set0(algorithm, OBJ_nid2obj(nid), V_ASN1_SEQUENCE,
	    TAKE(parameter->value.sequence));
	parameter->type = V_ASN1_UNDEF;
	ASN1_TYPE_free(parameter);
	PBE2PARAM_free(scheme);
	return algorithm;
}

static X509_ALGOR *
scrypt(int64_t cost, int64_t block, int64_t parallel)
{
	SCRYPT_PARAMS *scrypt = SCRYPT_PARAMS_new();
	X509_ALGOR *derivation = X509_ALGOR_new();
	ASN1_STRING *packed = NULL;

	ASN1_INTEGER_set_int64(scrypt->costParameter, cost);
	ASN1_INTEGER_set_int64(scrypt->blockSize, block);
	ASN1_INTEGER_set_int64(scrypt->parallelizationParameter, parallel);
	assert_non_null(
	    ASN1_item_pack(scrypt, ASN1_ITEM_rptr(SCRYPT_PARAMS), &packed));
	X509_ALGOR_set0(
	    derivation, OBJ_nid2obj(NID_id_scrypt), V_ASN1_SEQUENCE, packed);
	SCRYPT_PARAMS_free(scrypt);
	return scheme_of(NID_pbes2, derivation);
}

/* ---- files ------------------------------------------------------------- */

static void
add_part(STACK_OF(PKCS7) * parts, X509_ALGOR *take_algorithm)
{
	PKCS7 *part = PKCS7_new();

	assert_non_null(take_algorithm);
	assert_int_equal(PKCS7_set_type(part, NID_pkcs7_encrypted), 1);
	X509_ALGOR_free(part->d.encrypted->enc_data->algorithm);
	part->d.encrypted->enc_data->algorithm = take_algorithm;
	sk_PKCS7_push(parts, part);
}

/* ERROR_NONE: it may be opened. Takes both. */
static enum error_kind
ask_with(unsigned tries, PKCS12 *file, STACK_OF(PKCS7) * parts)
{
	struct error err = ERROR_INIT;
	bool is_good = pkcs12_cost_check(file, parts, tries, &err);

	assert_int_equal(is_good, err.kind == ERROR_NONE);
	assert_int_equal(ERR_peek_error(), 0);
	sk_PKCS7_pop_free(parts, PKCS7_free);
	PKCS12_free(file);
	return err.kind;
}

static enum error_kind
ask(PKCS12 *file, STACK_OF(PKCS7) * parts)
{
	return ask_with(1, file, parts);
}

static PKCS12 *
unsealed(void)
{
	return PKCS12_init(NID_pkcs7_data);
}

static enum error_kind
ask_part(X509_ALGOR *take_algorithm)
{
	STACK_OF(PKCS7) *parts = sk_PKCS7_new_null();

	add_part(parts, take_algorithm);
	return ask(unsealed(), parts);
}

static STACK_OF(PKCS7) * make_parts(int count, int iterations)
{
	STACK_OF(PKCS7) *parts = sk_PKCS7_new_null();

	for (int i = 0; i < count; i++)
		add_part(parts, old_scheme(iterations));
	return parts;
}

static enum error_kind
ask_parts(int count, int iterations)
{
	return ask(unsealed(), make_parts(count, iterations));
}

static PKCS12 *
sealed(int iterations)
{
	STACK_OF(PKCS7) *parts = sk_PKCS7_new_null();
	PKCS12 *file = PKCS12_add_safes(parts, 0);

	sk_PKCS7_free(parts);
	assert_int_equal(
	    PKCS12_set_mac(file, "", 0, NULL, 0, iterations, EVP_sha256()), 1);
	return file;
}

/* It says so; nothing is hashed for it. */
static PKCS12 *
sealed_so_often(int iterations)
{
	PKCS12 *file = sealed(2);
	const ASN1_INTEGER *count = NULL;

	PKCS12_get0_mac(NULL, NULL, NULL, &count, file);
	ASN1_INTEGER_set((ASN1_INTEGER *)count, iterations);
	return file;
}

/* By PBMAC1, whose count beside the MAC is 1. */
static enum error_kind
ask_pbmac1(X509_ALGOR *take_derivation)
{
	X509_ALGOR *algorithm = scheme_of(NID_pbmac1, take_derivation);
	PKCS12 *file = sealed(1);
	const X509_ALGOR *there = NULL;

	PKCS12_get0_mac(NULL, &there, NULL, NULL, file);
	assert_int_equal(X509_ALGOR_copy((X509_ALGOR *)there, algorithm), 1);
	X509_ALGOR_free(algorithm);
	return ask(file, NULL);
}

/* key_len 0: none. */
static X509_ALGOR *
pbkdf2(int iterations, int key_len)
{
	return PKCS5_pbkdf2_set(
	    iterations, NULL, 8, NID_hmacWithSHA256, key_len);
}

/* ---- the tests --------------------------------------------------------- */

static void
each_way_of_hashing_has_the_same_limit(void **state)
{
	assert_int_equal(ask_part(old_scheme(MOST)), ERROR_NONE);
	assert_int_equal(ask_part(old_scheme(MOST + 1)), ERROR_LIMIT);
	assert_int_equal(ask_part(pbes2(MOST)), ERROR_NONE);
	assert_int_equal(ask_part(pbes2(MOST + 1)), ERROR_LIMIT);
	assert_int_equal(ask_part(scrypt(1 << 14, 8, 1)), ERROR_NONE);
	assert_int_equal(ask_part(scrypt(1 << 14, 8, 8)), ERROR_LIMIT);
}

/* libcrypto bounds the memory only: by these an hour is spent. */
static void
no_factor_of_scrypt_is_left_out(void **state)
{
	assert_int_equal(ask_part(scrypt(1 << 17, 1, 1 << 17)), ERROR_LIMIT);
	assert_int_equal(ask_part(scrypt(1, 1 << 21, 1)), ERROR_LIMIT);
	assert_int_equal(ask_part(scrypt(1, 1, MOST + 1)), ERROR_LIMIT);
	assert_int_equal(
	    ask_part(scrypt(INT64_MAX, INT64_MAX, 2)), ERROR_LIMIT);
	assert_int_equal(ask_part(scrypt(0, 8, 1)), ERROR_LIMIT);
	assert_int_equal(ask_part(scrypt(-1, 8, -1)), ERROR_LIMIT);
}

static void
parts_add_up(void **state)
{
	assert_int_equal(ask_parts(3, MOST), ERROR_NONE);
	assert_int_equal(ask_parts(4, MOST), ERROR_LIMIT);
	assert_int_equal(ask_parts(100, 1), ERROR_NONE);
	assert_int_equal(ask_parts(50000, 1), ERROR_LIMIT);
}

static void
each_password_that_is_tried_counts(void **state)
{
	const int third = PKCS12_MAX_WORK / 3 / 2;

	assert_int_equal(
	    ask_with(3, unsealed(), make_parts(1, MOST)), ERROR_NONE);
	assert_int_equal(
	    ask_with(3, unsealed(), make_parts(2, MOST)), ERROR_LIMIT);
	assert_int_equal(
	    ask_with(3, unsealed(), make_parts(2, third + 1)), ERROR_LIMIT);
	assert_int_equal(
	    ask_with(3, unsealed(), make_parts(2, third - 101)), ERROR_NONE);
	assert_int_equal(ask_with(3, sealed_so_often(MOST), NULL), ERROR_NONE);
	assert_int_equal(ask_with(5, sealed_so_often(MOST), NULL), ERROR_LIMIT);
}

/* What it says of the password holds for all parts. */
static void
a_seal_spares_parts_the_tries(void **state)
{
	assert_int_equal(
	    ask_with(3, sealed(1), make_parts(3, MOST)), ERROR_NONE);
	assert_int_equal(
	    ask_with(3, sealed(1), make_parts(4, MOST)), ERROR_LIMIT);
}

static void
what_is_not_encrypted_costs_nothing(void **state)
{
	STACK_OF(PKCS7) *parts = sk_PKCS7_new_null();
	PKCS7 *data = PKCS7_new(), *nothing = PKCS7_new();

	PKCS7_set_type(data, NID_pkcs7_data);
	nothing->type = OBJ_nid2obj(NID_pkcs7_encrypted);
	sk_PKCS7_push(parts, data);
	sk_PKCS7_push(parts, nothing);
	assert_int_equal(ask(unsealed(), parts), ERROR_NONE);
}

static void
a_seal_counts_by_its_own_number(void **state)
{
	PKCS12 *file = sealed(1);
	const ASN1_INTEGER *count = NULL;

	assert_int_equal(ask(sealed(2048), NULL), ERROR_NONE);
	PKCS12_get0_mac(NULL, NULL, NULL, &count, file);
	assert_null(count); /* 1 is the default */
	PKCS12_free(file);
	assert_int_equal(ask(sealed_so_often(MOST + 1), NULL), ERROR_LIMIT);
}

static void
a_seal_by_pbmac1_counts_by_its_derivation(void **state)
{
	assert_int_equal(ask_pbmac1(pbkdf2(MOST, 32)), ERROR_NONE);
	assert_int_equal(ask_pbmac1(pbkdf2(MOST + 1, 32)), ERROR_LIMIT);
}

static void
a_seal_by_pbmac1_has_a_key_as_digests_take(void **state)
{
	X509_ALGOR *odd = pbkdf2(1, 32);
	PBKDF2PARAM *parameter = ASN1_TYPE_unpack_sequence(
	    ASN1_ITEM_rptr(PBKDF2PARAM), odd->parameter);

	assert_int_equal(ask_pbmac1(pbkdf2(1, 64)), ERROR_NONE);
	assert_int_equal(ask_pbmac1(pbkdf2(1, 65)), ERROR_INVALID);
	assert_int_equal(ask_pbmac1(pbkdf2(1, 0)), ERROR_INVALID);
	/* the salt as an AlgorithmIdentifier, which RFC 8018 knows, too */
	ASN1_TYPE_set(parameter->salt, V_ASN1_NULL, NULL);
	assert_non_null(ASN1_TYPE_pack_sequence(
	    ASN1_ITEM_rptr(PBKDF2PARAM), parameter, &odd->parameter));
	PBKDF2PARAM_free(parameter);
	assert_int_equal(ask_pbmac1(odd), ERROR_INVALID);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_way_of_hashing_has_the_same_limit),
	    cmocka_unit_test(no_factor_of_scrypt_is_left_out),
	    cmocka_unit_test(parts_add_up),
	    cmocka_unit_test(each_password_that_is_tried_counts),
	    cmocka_unit_test(a_seal_spares_parts_the_tries),
	    cmocka_unit_test(what_is_not_encrypted_costs_nothing),
	    cmocka_unit_test(a_seal_counts_by_its_own_number),
	    cmocka_unit_test(a_seal_by_pbmac1_counts_by_its_derivation),
	    cmocka_unit_test(a_seal_by_pbmac1_has_a_key_as_digests_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
