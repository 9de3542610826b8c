/* Does a private key belong to a certificate? See private_key.h. */
#include "pki/private_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "pki/crypto_error.h"

/* Encrypted keys are refused: nobody is there to be asked. */
static int
refuse_password(
    UNUSED char *buf, UNUSED int size, UNUSED int is_writing, void *arg)
{
	*(bool *)arg = true;
	return -1;
}

static EVP_PKEY *
read_key(const uint8_t *bytes, size_t len, bool *ret_is_encrypted)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)len);
	EVP_PKEY *key = NULL;

	*ret_is_encrypted = false;
	if (bio == NULL)
		return NULL;
	key = PEM_read_bio_PrivateKey(
	    bio, NULL, refuse_password, ret_is_encrypted);
	if (key == NULL && !*ret_is_encrypted) {
		const uint8_t *p = bytes;

		ERR_clear_error();
		key = d2i_AutoPrivateKey(NULL, &p, (long)len);
	}
	BIO_free(bio);
	return key;
}

bool
private_key_matches(const uint8_t *bytes, size_t len, const struct cert *cert,
    bool *ret_matches, struct error *err)
{
	bool is_encrypted = false;
	EVP_PKEY *key = NULL;
	EVP_PKEY *of_cert = NULL;

	if (len > PRIVATE_KEY_MAX_BYTES)
		return error_set(err, ERROR_LIMIT, "larger than %u bytes",
		    PRIVATE_KEY_MAX_BYTES);
	if (cert->malformed != NULL)
		return error_set(
		    err, ERROR_INVALID, "the certificate cannot be read");
	ERR_clear_error();
	key = read_key(bytes, len, &is_encrypted);
	if (key == NULL && is_encrypted) {
		ERR_clear_error();
		return error_set(
		    err, ERROR_INVALID, "the private key is encrypted");
	}
	if (key == NULL)
		return crypto_error_take(err, "no private key could be read");
	of_cert = X509_get0_pubkey(cert->x509);
	*ret_matches = of_cert != NULL && EVP_PKEY_eq(of_cert, key) == 1;
	EVP_PKEY_free(key);
	ERR_clear_error();
	return true;
}
