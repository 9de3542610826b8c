/*
 * Does a private key belong to a certificate? Reads the key, compares, and
 * forgets it: nothing of it is kept or shown.
 */
#pragma once

#include "base/error.h"
#include "pki/cert.h"

#define PRIVATE_KEY_MAX_BYTES \
	(1u << 20) /* certificates may stand beside it \
		    */

/* bytes: PEM, or DER (PKCS#8, PKCS#1, SEC 1). password opens an encrypted key;
 * NULL: there is none. false: no key could be read (err says why). */
bool private_key_matches(const uint8_t *bytes, size_t len, const char *password,
    const struct cert *cert, bool *ret_matches, struct error *err) MUST_CHECK;
