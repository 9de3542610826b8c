/*
 * Certificates whose public keys are out of the ordinary, as bytes: for tests
 * of what reads them. libcrypto makes those that it can, the others are written
 * by hand into a certificate that is good but for that.
 */
#pragma once

#include <openssl/evp.h>
#include <stdint.h>

#include "support/mint.h"

/* Free bytes with free(). */
struct odd_cert {
	uint8_t *der;
	size_t len;
};

/* Keys that somebody holds. */
size_t odd_key_count(void);
const char *odd_key_name(size_t i);
/* Free it; NULL: this libcrypto cannot make it. */
EVP_PKEY *odd_key_make(size_t i);

/* base again, with that key, signed by signer; 0 octets: signer cannot sign. */
struct odd_cert odd_cert_with_key(
    const struct mint *base, EVP_PKEY *key, EVP_PKEY *signer);

/* Keys that nobody holds, or that are none. */
size_t odd_spki_count(void);
const char *odd_spki_name(size_t i);
/* base again, with that for its key, signed by signer, an EC key. */
struct odd_cert odd_cert_with_spki(
    const struct mint *base, size_t i, EVP_PKEY *signer);
