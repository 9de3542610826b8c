/* A named, immutable set of anchors; see trust_store.h. */
#include "pki/trust_store.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

static int
compare_digests(const void *a, const void *b)
{
	return memcmp(a, b, CERT_SHA256_LEN);
}

/* A hash over the sorted digests: the order in a bundle means nothing. */
static uint64_t
hash_anchors(const struct cert_set *set)
{
	size_t len = cert_set_len(set);
	uint8_t(*digests)[CERT_SHA256_LEN] = mem_new(len, sizeof *digests);
	uint64_t hash;

	for (size_t i = 0; i < len; i++)
		memcpy(
		    digests[i], cert_set_at(set, i)->sha256, CERT_SHA256_LEN);
	qsort(digests, len, sizeof *digests, compare_digests);
	hash = hash_bytes(HASH_START, digests, len * sizeof *digests);
	free(digests);
	return hash;
}

struct trust_store *
trust_store_new(const char *name, struct cert_set *take_set)
{
	struct trust_store *store = MEM_NEW(struct trust_store);

	store->name = mem_strdup(name);
	store->anchors = take_set;
	store->generation = hash_anchors(take_set);
	store->refs = 1;
	return store;
}

struct trust_store *
trust_store_ref(struct trust_store *store)
{
	assert(store->refs > 0);
	store->refs++;
	return store;
}

void
trust_store_unref(struct trust_store *store)
{
	if (store == NULL || --store->refs > 0)
		return;
	cert_set_free(store->anchors);
	free(store->name);
	free(store);
}

bool
trust_store_has(
    const struct trust_store *store, const uint8_t sha256[CERT_SHA256_LEN])
{
	return cert_set_find(store->anchors, sha256) != NULL;
}
