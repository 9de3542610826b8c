/* A client's certificate and key; see identity.h. */
#include "pki/identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/mem.h"
#include "pki/crypto_error.h"

/* Nobody is there to be asked. */
static int
no_password(
    UNUSED char *text, UNUSED int size, UNUSED int is_writing, void *arg)
{
	*(bool *)arg = true;
	return -1;
}

/* The end of the PEM text is an error of its own to libcrypto. */
static bool
is_at_end(void)
{
	unsigned long code = ERR_peek_last_error();

	return ERR_GET_LIB(code) == ERR_LIB_PEM &&
	    ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
}

static bool
read_chain(BIO *bio, struct identity *identity, struct error *err)
{
	X509 *cert;

	while ((cert = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		if (sk_X509_num(identity->chain) >= IDENTITY_MAX_CERTS - 1) {
			X509_free(cert);
			return error_set(err, ERROR_LIMIT,
			    "more than %d certificates", IDENTITY_MAX_CERTS);
		}
		if (sk_X509_push(identity->chain, cert) == 0)
			abort(); /* no memory */
	}
	if (!is_at_end())
		return crypto_error_take(
		    err, "a certificate of its chain cannot be read");
	ERR_clear_error();
	return true;
}

static bool
read_certs(
    struct identity *identity, const void *bytes, size_t len, struct error *err)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)len);
	bool ok;

	ERR_clear_error();
	identity->chain = sk_X509_new_null();
	identity->leaf = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	if (identity->leaf == NULL && is_at_end()) {
		ERR_clear_error();
		ok = error_set(
		    err, ERROR_INVALID, "holds no certificate in PEM");
	} else if (identity->leaf == NULL) {
		ok = crypto_error_take(err, "the certificate cannot be read");
	} else {
		ok = read_chain(bio, identity, err);
	}
	BIO_free(bio);
	return ok;
}

static bool
read_key(
    struct identity *identity, const void *bytes, size_t len, struct error *err)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)len);
	bool is_encrypted = false;

	ERR_clear_error();
	identity->key =
	    PEM_read_bio_PrivateKey(bio, NULL, no_password, &is_encrypted);
	BIO_free(bio);
	if (identity->key == NULL) {
		ERR_clear_error();
		return error_set(err, ERROR_INVALID, "%s",
		    is_encrypted ? "the private key is encrypted; it must be "
				   "one without a password"
				 : "holds no private key in PEM");
	}
	if (X509_check_private_key(identity->leaf, identity->key) != 1) {
		ERR_clear_error();
		return error_set(err, ERROR_INVALID,
		    "the private key is not that of the certificate");
	}
	return true;
}

struct identity *
identity_parse(const void *certs, size_t certs_len, const void *key,
    size_t key_len, struct error *err)
{
	CLEANUP(identity_unref)
	struct identity *identity = MEM_NEW(struct identity);

	identity->refs = 1;
	if (certs_len > IDENTITY_MAX_BYTES || key_len > IDENTITY_MAX_BYTES) {
		error_set(err, ERROR_LIMIT, "larger than %u bytes",
		    IDENTITY_MAX_BYTES);
		return NULL;
	}
	if (!read_certs(identity, certs, certs_len, err) ||
	    !read_key(identity, key, key_len, err))
		return NULL;
	return TAKE(identity);
}

struct identity *
identity_ref(struct identity *identity)
{
	identity->refs++;
	return identity;
}

void
identity_unref(struct identity *identity)
{
	if (identity == NULL || --identity->refs > 0)
		return;
	X509_free(identity->leaf);
	sk_X509_pop_free(identity->chain, X509_free);
	EVP_PKEY_free(identity->key);
	free(identity);
}
