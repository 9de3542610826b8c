/* Certificates out of bodies; see cert_body.h. PKCS#7 is read by libcrypto,
 * since CAs serve it in BER too. */
#include "pki/cert_body.h"

#include <limits.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <string.h>

#include "base/mem.h"
#include "pki/crypto_error.h"
#include "pki/pem.h"
#include "pki/pem_guess.h"

static void
add(struct cert_body *body, size_t max_certs, struct cert *cert)
{
	if (cert->malformed != NULL)
		return;
	ARRAY_EACH (there, &body->certs) {
		if (cert_equal(*there, cert))
			return;
	}
	if (body->certs.len == max_certs) {
		body->is_cut = true;
		return;
	}
	*ARRAY_ADD(&body->certs) = cert_ref(cert);
}

static void
add_x509(struct cert_body *body, size_t max_certs, const X509 *x509)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x509, &der);

	if (len > 0) {
		struct cert *cert = cert_new(der, (size_t)len);

		add(body, max_certs, cert);
		cert_unref(cert);
	}
	OPENSSL_free(der);
}

static void
add_pkcs7(struct cert_body *body, size_t max_certs, const PKCS7 *message)
{
	const STACK_OF(X509) *certs = NULL;

	if (PKCS7_type_is_signed(message) && message->d.sign != NULL)
		certs = message->d.sign->cert;
	else if (PKCS7_type_is_signedAndEnveloped(message) &&
	    message->d.signed_and_enveloped != NULL)
		certs = message->d.signed_and_enveloped->cert;
	for (int i = 0; !body->is_cut && i < sk_X509_num(certs); i++)
		add_x509(body, max_certs, sk_X509_value(certs, i));
}

static bool
try_der(
    struct cert_body *body, size_t max_certs, const uint8_t *bytes, size_t len)
{
	size_t first = pem_guess_der_len(bytes, len);
	struct cert *cert;

	if (first == 0)
		return false;
	cert = cert_new(bytes, first);
	add(body, max_certs, cert);
	cert_unref(cert);
	body->form = CERT_BODY_DER;
	return body->certs.len > 0;
}

static bool
try_pkcs7(
    struct cert_body *body, size_t max_certs, const uint8_t *bytes, size_t len)
{
	const unsigned char *at = bytes;
	PKCS7 *message;

	if (len == 0 || bytes[0] != 0x30) /* a SEQUENCE, be it BER's */
		return false;
	message = d2i_PKCS7(NULL, &at, (long)len);
	if (message == NULL)
		return false;
	add_pkcs7(body, max_certs, message);
	PKCS7_free(message);
	body->form = CERT_BODY_PKCS7;
	return body->certs.len > 0;
}

/* Nobody is asked for a passphrase. */
static int
no_passphrase(
    UNUSED char *buf, UNUSED int size, UNUSED int writing, UNUSED void *arg)
{
	return -1;
}

static bool
try_pem_pkcs7(
    struct cert_body *body, size_t max_certs, const uint8_t *bytes, size_t len)
{
	BIO *bio;
	PKCS7 *message;

	if (len > INT_MAX)
		return false;
	bio = BIO_new_mem_buf(bytes, (int)len);
	message = PEM_read_bio_PKCS7(bio, NULL, no_passphrase, NULL);
	if (message != NULL)
		add_pkcs7(body, max_certs, message);
	PKCS7_free(message);
	BIO_free(bio);
	body->form = CERT_BODY_PEM_PKCS7;
	return body->certs.len > 0;
}

static bool
try_pem(
    struct cert_body *body, size_t max_certs, const uint8_t *bytes, size_t len)
{
	struct pem_file file = {0};

	pem_file_parse(bytes, len, &file);
	ARRAY_EACH (cert, &file.certs)
		add(body, max_certs, *cert);
	pem_file_clear(&file);
	body->form = CERT_BODY_PEM;
	return body->certs.len > 0;
}

bool
cert_body_parse(const uint8_t *bytes, size_t len, size_t max_certs,
    struct cert_body *ret_body, struct error *err)
{
	struct cert_body body = {0};
	bool has_certs;

	if (len > CERT_BODY_MAX_BYTES)
		return error_set(err, ERROR_LIMIT,
		    "more than %u bytes, too many for certificates",
		    CERT_BODY_MAX_BYTES);
	has_certs = try_der(&body, max_certs, bytes, len) ||
	    try_pkcs7(&body, max_certs, bytes, len) ||
	    try_pem_pkcs7(&body, max_certs, bytes, len) ||
	    try_pem(&body, max_certs, bytes, len);
	crypto_error_drop();
	if (!has_certs) {
		cert_body_clear(&body);
		return error_set(err, ERROR_INVALID, "%s, no certificate",
		    len == 0 ? "empty" : pem_guess_content(bytes, len));
	}
	*ret_body = body;
	return true;
}

void
cert_body_clear(struct cert_body *body)
{
	ARRAY_EACH (cert, &body->certs)
		cert_unref(*cert);
	ARRAY_CLEAR(&body->certs);
	*body = (struct cert_body){0};
}
