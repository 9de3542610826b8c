/* PKCS#12 files of minted certificates, as trust stores come in them. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "support/mint.h"

struct mint_pkcs12 {
	const struct mint *certs[4]; /* up to NULL */
	unsigned marked;      /* bits: marked as trusted, as Java does it */
	const char *password; /* NULL: neither sealed nor encrypted */
	int encryption;	      /* NID; 0: AES-256 */
	int iterations;	      /* of both; 0: few */
};

/* Free it. */
uint8_t *mint_pkcs12(const struct mint_pkcs12 *recipe, size_t *ret_len);
