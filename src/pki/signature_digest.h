/*
 * Signatures over what is too long to be at hand when they are checked: its
 * digest is made while it goes by, and checked later. For pki/crl_walk.c and
 * signature_check_crl.
 */
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The digest that this algorithm signs; NULL: it signs no digest (Ed25519), or
 * nobody here knows it. */
const EVP_MD *signature_digest_of(const X509_ALGOR *algorithm);
/* false: it is not that key's signature, or cannot be checked; libcrypto's
 * error queue says what. */
bool signature_digest_verify(const X509_ALGOR *algorithm, const uint8_t *digest,
    size_t digest_len, const ASN1_BIT_STRING *signature,
    EVP_PKEY *pkey) MUST_CHECK;
