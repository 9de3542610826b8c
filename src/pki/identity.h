/*
 * struct identity: a certificate with its chain and its private key, to show as
 * a client. Read out of PEM, counted, and changed by nobody then. The key never
 * reaches a message.
 */
#pragma once

#include <openssl/ssl.h>

#include "base/error.h"

#define IDENTITY_MAX_BYTES (1u << 20) /* of either file */
#define IDENTITY_MAX_CERTS 16

struct identity {
	X509 *leaf;
	STACK_OF(X509) * chain; /* what is sent behind it; may be empty */
	EVP_PKEY *key;
	unsigned refs;
};

/* certs: the leaf first; key: may be the same bytes. NULL: one of them cannot
 * be read, is encrypted, or they do not belong together; err says so without
 * naming files. */
struct identity *identity_parse(const void *certs, size_t certs_len,
    const void *key, size_t key_len, struct error *err);
struct identity *identity_ref(struct identity *identity);
void identity_unref(struct identity *identity); /* NULL is fine */
CLEANUP_DEFINE(struct identity, identity_unref)
