/* Does a private key belong to a certificate? See private_key.h. */
#include "pki/private_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "pki/crypto_error.h"

/* What libcrypto asks for when a key is encrypted. */
struct password {
	const char *text; /* NULL: there is none, and nobody to be asked */
	bool was_asked;
};

static int
give_password(char *buf, int size, UNUSED int is_writing, void *arg)
{
	struct password *password = arg;
	size_t len;

	password->was_asked = true;
	if (password->text == NULL)
		return -1;
	len = strlen(password->text);
	if (len > (size_t)size)
		return -1;
	memcpy(buf, password->text, len);
	return (int)len;
}

static EVP_PKEY *
read_der(const uint8_t *bytes, size_t len, struct password *password)
{
	const uint8_t *p = bytes;
	EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &p, (long)len);
	BIO *bio;

	ERR_clear_error();
	if (key != NULL)
		return key;
	bio = BIO_new_mem_buf(bytes, (int)len);
	key = d2i_PKCS8PrivateKey_bio(bio, NULL, give_password, password);
	BIO_free(bio);
	return key;
}

static EVP_PKEY *
read_key(const uint8_t *bytes, size_t len, struct password *password)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)len);
	EVP_PKEY *key =
	    PEM_read_bio_PrivateKey(bio, NULL, give_password, password);

	BIO_free(bio);
	if (key != NULL || password->was_asked)
		return key;
	ERR_clear_error();
	return read_der(bytes, len, password);
}

bool
private_key_matches(const uint8_t *bytes, size_t len, const char *password,
    const struct cert *cert, bool *ret_matches, struct error *err)
{
	struct password asked = {.text = password};
	EVP_PKEY *key = NULL;
	EVP_PKEY *of_cert = NULL;

	if (len > PRIVATE_KEY_MAX_BYTES)
		return error_set(err, ERROR_LIMIT, "larger than %u bytes",
		    PRIVATE_KEY_MAX_BYTES);
	if (cert->malformed != NULL)
		return error_set(
		    err, ERROR_INVALID, "the certificate cannot be read");
	ERR_clear_error();
	key = read_key(bytes, len, &asked);
	if (key == NULL && asked.was_asked) {
		ERR_clear_error();
		return error_set(err, ERROR_INVALID, "%s",
		    password == NULL
			? "the private key is encrypted; --password-file "
			  "opens it"
			: "the password does not open the private key");
	}
	/* What was no key at all has only riddles of a parser to tell. */
	if (key == NULL && memmem(bytes, len, "PRIVATE KEY", 11) == NULL) {
		ERR_clear_error();
		return error_set(
		    err, ERROR_INVALID, "no private key is in that file");
	}
	if (key == NULL)
		return crypto_error_take(err, "no private key could be read");
	of_cert = X509_get0_pubkey(cert->x509);
	*ret_matches = of_cert != NULL && EVP_PKEY_eq(of_cert, key) == 1;
	EVP_PKEY_free(key);
	ERR_clear_error();
	return true;
}
