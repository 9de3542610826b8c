/* The file as libcrypto reads it; see pem_load.h. */
#include "pki/pem_load.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include "base/mem.h"
#include "pki/crypto_error.h"
#include "pki/pem.h"

/* A certificate in an encrypted block: nobody is there to be asked. */
static int
refuse_password(
    UNUSED char *buf, UNUSED int size, UNUSED int is_writing, UNUSED void *arg)
{
	return -1;
}

static void
note_first(struct pem_load *load, X509 *x509)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x509, &der);

	if (len > 0)
		SHA256(der, (size_t)len, load->first);
	OPENSSL_free(der);
}

/* The reading ended: at the end of the file, or at an error? The first of the
 * queue is what HAProxy 2.6 looks at, the last what others do. */
static void
note_end(struct pem_load *load)
{
	unsigned long first = ERR_peek_error(), last = ERR_peek_last_error();
	bool is_end = ERR_GET_LIB(last) == ERR_LIB_PEM &&
	    ERR_GET_REASON(last) == PEM_R_NO_START_LINE;

	load->is_refused = load->count == 0 || !is_end;
	load->is_refused_by_haproxy = load->count == 0 ||
	    (ERR_GET_LIB(first) != ERR_LIB_PEM &&
		ERR_GET_REASON(first) != PEM_R_NO_START_LINE);
}

struct pem_load
pem_load(const uint8_t *bytes, size_t len)
{
	struct pem_load load = {
	    .is_refused = true, .is_refused_by_haproxy = true};
	X509 *x509;
	BIO *bio;

	crypto_start();
	if (len > PEM_MAX_BYTES)
		return load;
	ERR_clear_error();
	bio = BIO_new_mem_buf(bytes, (int)len);
	x509 = PEM_read_bio_X509_AUX(bio, NULL, refuse_password, NULL);
	if (x509 != NULL)
		note_first(&load, x509);
	while (x509 != NULL && load.count < PEM_MAX_CERTS) {
		load.count++;
		X509_free(x509);
		ERR_clear_error();
		x509 = PEM_read_bio_X509(bio, NULL, refuse_password, NULL);
	}
	note_end(&load);
	X509_free(x509);
	BIO_free(bio);
	ERR_clear_error();
	return load;
}
