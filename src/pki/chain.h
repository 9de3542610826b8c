/*
 * struct chain: an ordered, immutable, shared list of certificates. Used for
 * what a server sent (order and doubles kept), for a path, for a suggestion.
 */
#pragma once

#include "pki/cert.h"

struct chain {
	struct cert **certs;
	size_t len;
	uint8_t id[CERT_SHA256_LEN]; /* SHA-256 over the ordered digests */
	unsigned refs;
};

/* Takes a reference to each. */
struct chain *chain_new(struct cert *const *certs, size_t len);
struct chain *chain_ref(struct chain *chain);
void chain_unref(struct chain *chain);
CLEANUP_DEFINE(struct chain, chain_unref)

/* Index of the certificate with that digest, -1 when it is not there. */
int chain_find(
    const struct chain *chain, const uint8_t sha256[CERT_SHA256_LEN]);
/* The id that a chain of these digests has. */
void chain_id_of(const uint8_t (*sha256)[CERT_SHA256_LEN], size_t len,
    uint8_t ret_id[CERT_SHA256_LEN]);
