/* Certificates out of bodies, in the forms in which CAs publish them. */
#include "pki/cert_body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>

#include "base/strbuf.h"
#include "support/mint.h"

#define MOST 8

struct bytes {
	uint8_t *data;
	size_t len;
};

static struct mint_chain
certs(void)
{
	return mint_chain_for("body.example.test");
}

/* NULL: no certificates in it. */
static PKCS7 *
pkcs7(const struct mint *a, const struct mint *b)
{
	PKCS7 *message = PKCS7_new();

	PKCS7_set_type(message, NID_pkcs7_signed);
	PKCS7_content_new(message, NID_pkcs7_data);
	if (a != NULL)
		PKCS7_add_certificate(message, a->cert->x509);
	if (b != NULL)
		PKCS7_add_certificate(message, b->cert->x509);
	return message;
}

static struct bytes
pkcs7_der(const struct mint *a, const struct mint *b)
{
	PKCS7 *message = pkcs7(a, b);
	unsigned char *der = NULL;
	int len = i2d_PKCS7(message, &der);
	struct bytes bytes = {mem_dup(der, (size_t)len), (size_t)len};

	OPENSSL_free(der);
	PKCS7_free(message);
	return bytes;
}

static char *
pkcs7_pem(const struct mint *a, const struct mint *b)
{
	PKCS7 *message = pkcs7(a, b);
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *copy;
	long len;

	PEM_write_bio_PKCS7(bio, message);
	len = BIO_get_mem_data(bio, &data);
	copy = mem_strndup(data, (size_t)len);
	BIO_free(bio);
	PKCS7_free(message);
	return copy;
}

/* What is read, and that the queue of errors is left empty. */
static bool
parse(
    const void *data, size_t len, struct cert_body *ret_body, struct error *err)
{
	/* of exactly that size, so that a step too far is seen */
	uint8_t *copy = mem_dup(data, len);
	bool ok = cert_body_parse(copy, len, MOST, ret_body, err);

	free(copy);
	assert_int_equal(ERR_peek_error(), 0);
	return ok;
}

static void
must_give(const void *data, size_t len, enum cert_body_form form,
    const struct mint *a, const struct mint *b)
{
	struct cert_body body;
	struct error err = ERROR_INIT;

	if (!parse(data, len, &body, &err))
		fail_msg("%s", err.message);
	assert_int_equal(body.form, form);
	assert_int_equal(body.certs.len, b == NULL ? 1 : 2);
	assert_true(cert_equal(body.certs.items[0], a->cert));
	if (b != NULL)
		assert_true(cert_equal(body.certs.items[1], b->cert));
	assert_false(body.is_cut);
	cert_body_clear(&body);
}

static void
must_refuse(const void *data, size_t len, const char *words)
{
	struct cert_body body;
	struct error err = ERROR_INIT;

	assert_false(parse(data, len, &body, &err));
	assert_string_equal(err.message, words);
}

static void
der_is_read(void **state)
{
	const struct mint *ca = certs().intermediate;

	must_give(ca->cert->der, ca->cert->der_len, CERT_BODY_DER, ca, NULL);
}

static void
what_follows_der_is_passed_over(void **state)
{
	const struct mint *ca = certs().intermediate;
	size_t len = ca->cert->der_len;
	CLEANUP(free) uint8_t *data = mem_new(1, len + 2);

	memcpy(data, ca->cert->der, len);
	memcpy(data + len, "\r\n", 2);
	must_give(data, len + 2, CERT_BODY_DER, ca, NULL);
}

static void
pem_is_read(void **state)
{
	const struct mint *ca = certs().intermediate, *root = certs().root;
	CLEANUP(free) char *one = mint_pem(ca);
	CLEANUP(free) char *other = mint_pem(root);
	CLEANUP(free) char *both = mem_printf("%s%s", one, other);

	must_give(one, strlen(one), CERT_BODY_PEM, ca, NULL);
	must_give(both, strlen(both), CERT_BODY_PEM, ca, root);
}

static void
certs_only_message_is_read(void **state)
{
	const struct mint *ca = certs().intermediate, *root = certs().root;
	struct bytes der = pkcs7_der(ca, root);
	CLEANUP(free) char *pem = pkcs7_pem(ca, root);

	must_give(der.data, der.len, CERT_BODY_PKCS7, ca, root);
	must_give(pem, strlen(pem), CERT_BODY_PEM_PKCS7, ca, root);
	free(der.data);
}

static void
message_without_certificates_is_none(void **state)
{
	struct bytes der = pkcs7_der(NULL, NULL);

	must_refuse(der.data, der.len, "PKCS#7 (.p7b) in DER, no certificate");
	free(der.data);
}

static void
a_certificate_is_given_once(void **state)
{
	const struct mint *ca = certs().intermediate;
	CLEANUP(free) char *one = mint_pem(ca);
	CLEANUP(free) char *twice = mem_printf("%s%s", one, one);

	must_give(twice, strlen(twice), CERT_BODY_PEM, ca, NULL);
}

static void
no_more_than_asked_for_are_given(void **state)
{
	struct strbuf text = STRBUF_INIT(1 << 20);
	struct cert_body body;
	struct error err = ERROR_INIT;

	for (int i = 0; i <= MOST; i++) {
		CLEANUP(free) char *name = mem_printf("CN=Many %d", i);
		CLEANUP(free)
		char *pem = mint_pem(
		    MINT(.subject = name, .is_ca = true, .key = "many"));

		strbuf_add(&text, pem);
	}
	assert_true(parse(strbuf_text(&text), text.len, &body, &err));
	assert_int_equal(body.certs.len, MOST);
	assert_true(body.is_cut);
	cert_body_clear(&body);
	strbuf_clear(&text);
}

static void
other_things_are_named(void **state)
{
	static const char page[] = "<!DOCTYPE html><html>Not found</html>";
	struct bytes der = pkcs7_der(certs().intermediate, NULL);

	must_refuse("", 0, "empty, no certificate");
	must_refuse(page, sizeof page - 1, "a web page (HTML), no certificate");
	must_refuse("\x1f\x8b\x08\x00\x00", 5, "gzip data, no certificate");
	must_refuse("0", 1, "plain text, no certificate");
	must_refuse("\x30\x80", 2, "plain text, no certificate");
	must_refuse(der.data, der.len - 1, "binary data, no certificate");
	free(der.data);
}

static void
a_passphrase_is_not_asked_for(void **state)
{
	static const char text[] =
	    "-----BEGIN PKCS7-----\n"
	    "Proc-Type: 4,ENCRYPTED\n"
	    "DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n"
	    "\n"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
	    "-----END PKCS7-----\n";

	must_refuse(
	    text, sizeof text - 1, "PEM of something else, no certificate");
}

static void
too_much_is_refused_unread(void **state)
{
	size_t len = CERT_BODY_MAX_BYTES + 1;
	CLEANUP(free) uint8_t *data = mem_new(1, len);

	must_refuse(
	    data, len, "more than 1048576 bytes, too many for certificates");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(der_is_read),
	    cmocka_unit_test(what_follows_der_is_passed_over),
	    cmocka_unit_test(pem_is_read),
	    cmocka_unit_test(certs_only_message_is_read),
	    cmocka_unit_test(message_without_certificates_is_none),
	    cmocka_unit_test(a_certificate_is_given_once),
	    cmocka_unit_test(no_more_than_asked_for_are_given),
	    cmocka_unit_test(other_things_are_named),
	    cmocka_unit_test(a_passphrase_is_not_asked_for),
	    cmocka_unit_test(too_much_is_refused_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
