/* Guesses at bytes that are no clean PEM. */
#include "pki/pem_guess.h"

#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

#define BYTES(s) (const uint8_t *)(s), sizeof(s) - 1

static void
contents_are_told_by_their_first_bytes(void **state)
{
	static const struct {
		const uint8_t *bytes;
		size_t len;
		const char *words;
	} rows[] = {
	    {BYTES(""), "empty"},
	    {BYTES(" \r\n"), "blanks"},
	    {BYTES("  <!DOCTYPE html>"), "HTML"},
	    {BYTES("<?xml version='1.0'?>"), "XML"},
	    {BYTES("[1]"), "JSON"},
	    {BYTES("\xfe\xed\xfe\xed\0\0"), "Java"},
	    {BYTES("PK\x03\x04zip"), "ZIP"},
	    {BYTES("\x1f\x8b\x08"), "gzip"},
	    {BYTES("#!/bin/sh\n"), "script"},
	    {BYTES("a\0b"), "binary"},
	    {BYTES("hello\n"), "plain text"},
	    {BYTES(
		 "\x30\x0f\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\x30\x02"
		 "\x05\x00"),
		"PKCS#7"},
	    {BYTES("\x30\x05\x02\x01\x03\x30\x00"), "PKCS#12"},
	    {BYTES("\x30\x02\x05\x00"), "DER"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *words =
		    pem_guess_content(rows[i].bytes, rows[i].len);

		if (strstr(words, rows[i].words) == NULL)
			fail_msg("%s is not %s", words, rows[i].words);
		assert_int_equal(ERR_peek_error(), 0);
	}
}

static void
wide_text_is_told_with_and_without_its_mark(void **state)
{
	assert_int_equal(
	    pem_guess_encoding(BYTES("\xff\xfe-\0")), PEM_ENCODING_UTF16_LE);
	assert_int_equal(
	    pem_guess_encoding(BYTES("-\0-\0")), PEM_ENCODING_UTF16_LE);
	assert_int_equal(
	    pem_guess_encoding(BYTES("\xfe\xff\0-")), PEM_ENCODING_UTF16_BE);
	assert_int_equal(
	    pem_guess_encoding(BYTES("\0-\0-")), PEM_ENCODING_UTF16_BE);
	assert_int_equal(
	    pem_guess_encoding(BYTES("-----BEGIN")), PEM_ENCODING_BYTES);
	assert_int_equal(pem_guess_encoding(BYTES("-")), PEM_ENCODING_BYTES);
}

static void
der_element_is_measured_with_its_header(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=A")->cert;

	assert_int_equal(
	    pem_guess_der_len(cert->der, cert->der_len), cert->der_len);
	assert_int_equal(pem_guess_der_len(cert->der, cert->der_len - 1), 0);
	assert_int_equal(pem_guess_der_len(BYTES("\x30\x00rest")), 2);
	assert_int_equal(pem_guess_der_len(BYTES("\x31\x00")), 0);
	assert_int_equal(pem_guess_der_len(BYTES("\x30\x80\0\0")), 0);
	assert_int_equal(pem_guess_der_len(BYTES("\x30")), 0);
	assert_int_equal(pem_guess_der_len(BYTES("0x30")), 0);
	assert_int_equal(ERR_peek_error(), 0);
}

static void
keys_in_der_are_told(void **state)
{
	static const enum mint_key_kind kinds[] = {
	    MINT_EC_P256, MINT_RSA_1024, MINT_ED25519};
	const struct cert *cert = MINT(.subject = "CN=A")->cert;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		unsigned char *der = NULL;
		int len = i2d_PrivateKey(mint_key("k", kinds[i]), &der);

		assert_true(len > 0);
		assert_true(pem_guess_is_der_key(der, (size_t)len));
		OPENSSL_free(der);
	}
	assert_false(pem_guess_is_der_key(cert->der, cert->der_len));
	assert_false(pem_guess_is_der_key(BYTES("")));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(contents_are_told_by_their_first_bytes),
	    cmocka_unit_test(wide_text_is_told_with_and_without_its_mark),
	    cmocka_unit_test(der_element_is_measured_with_its_header),
	    cmocka_unit_test(keys_in_der_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
