/*
 * Key pairs for tests, made once per process and found again by name: "the key
 * of the old root" is the same key wherever a test says so.
 */
#pragma once

#include <openssl/evp.h>
#include <stdbool.h>

#include "base/cleanup.h"

enum mint_key_kind {
	MINT_EC_P256, /* cheap to make: the default */
	MINT_EC_P384,
	MINT_EC_P521,
	MINT_EC_BRAINPOOL,
	MINT_EC_EXPLICIT, /* P-256 with its parameters written out */
	MINT_RSA_1024,
	MINT_RSA_2048,
	MINT_RSA_3072,
	MINT_RSA_4096,
	MINT_RSA_PSS_2048,
	MINT_DSA_1024,
	MINT_DSA_2048,
	MINT_ED25519,
	MINT_ED448,
	MINT_KEY_KIND_COUNT,
};

/* Lent; lives as long as the process. Another kind under the same name is
 * another key. Aborts when libcrypto cannot make it. */
EVP_PKEY *mint_key(const char *name, enum mint_key_kind kind);
/* "p256", "rsa2048", "ed25519" ... as recipes in text write them. */
const char *mint_key_kind_text(enum mint_key_kind kind);
bool mint_key_kind_find(
    const char *text, enum mint_key_kind *ret_kind) MUST_CHECK;
/* PKCS#8 PEM without a password; free it. */
char *mint_key_pem(EVP_PKEY *key);
