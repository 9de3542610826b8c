/*
 * A named set of anchors. Shared and immutable once it is filled; a store that
 * changed on disk is a new object with another generation.
 */
#pragma once

#include "pki/cert_set.h"

struct trust_store {
	char *name; /* "system", "corp" */
	struct cert_set *anchors;
	uint64_t generation; /* differs when the anchors differ: a hash */
	unsigned refs;
};

/* Takes set. The generation is made from the anchors' digests. */
struct trust_store *trust_store_new(
    const char *name, struct cert_set *take_set);
struct trust_store *trust_store_ref(struct trust_store *store);
void trust_store_unref(struct trust_store *store);
CLEANUP_DEFINE(struct trust_store, trust_store_unref)
bool trust_store_has(
    const struct trust_store *store, const uint8_t sha256[CERT_SHA256_LEN]);
