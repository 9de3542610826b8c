/*
 * CA certificates by digest; see cert_cache.h. Open addressing; when it is
 * full the half that was not used for longest goes and the rest is placed anew.
 */
#include "inspect/cert_cache.h"

#include <string.h>

#include "base/mem.h"

#define CERT_CACHE_MIN 16
#define CERT_CACHE_LIMIT (1u << 16) /* whatever is asked for */
#define CERT_CACHE_MAX_DER 8192	    /* a larger one is parsed each time */

struct slot {
	struct cert *cert; /* NULL: empty */
	uint64_t used_at;  /* by the cache's own count */
};

struct cert_cache {
	struct slot *slots;
	size_t slot_count; /* a power of two, twice max_certs at least */
	size_t len, max_certs;
	uint64_t count;
};

struct cert_cache *
cert_cache_new(size_t max_certs)
{
	struct cert_cache *cache = MEM_NEW(struct cert_cache);

	if (max_certs < CERT_CACHE_MIN)
		max_certs = CERT_CACHE_MIN;
	if (max_certs > CERT_CACHE_LIMIT)
		max_certs = CERT_CACHE_LIMIT;
	cache->max_certs = max_certs;
	cache->slot_count = 2 * CERT_CACHE_MIN;
	while (cache->slot_count < 2 * max_certs)
		cache->slot_count *= 2;
	cache->slots = mem_new(cache->slot_count, sizeof *cache->slots);
	return cache;
}

void
cert_cache_free(struct cert_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < cache->slot_count; i++)
		cert_unref(cache->slots[i].cert);
	free(cache->slots);
	free(cache);
}

/* Where the certificate is, or the empty slot where it would be. */
static struct slot *
find(const struct cert_cache *cache, const uint8_t sha256[CERT_SHA256_LEN])
{
	uint64_t hash;
	size_t i;

	memcpy(&hash, sha256, sizeof hash);
	for (i = hash & (cache->slot_count - 1); cache->slots[i].cert != NULL;
	     i = (i + 1) & (cache->slot_count - 1)) {
		const struct cert *cert = cache->slots[i].cert;

		if (memcmp(cert->sha256, sha256, CERT_SHA256_LEN) == 0)
			break;
	}
	return &cache->slots[i];
}

static int
compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Throws out the half that was not used for longest. */
static void
drop_older_half(struct cert_cache *cache)
{
	struct slot *old = cache->slots;
	CLEANUP(free)
	uint64_t *used = mem_new(cache->len, sizeof *used);
	size_t n = 0;
	uint64_t middle;

	for (size_t i = 0; i < cache->slot_count; i++) {
		if (old[i].cert != NULL)
			used[n++] = old[i].used_at;
	}
	qsort(used, n, sizeof *used, compare_numbers);
	middle = used[n / 2];

	cache->slots = mem_new(cache->slot_count, sizeof *cache->slots);
	cache->len = 0;
	for (size_t i = 0; i < cache->slot_count; i++) {
		if (old[i].cert == NULL)
			continue;
		if (old[i].used_at < middle) {
			cert_unref(old[i].cert);
			continue;
		}
		*find(cache, old[i].cert->sha256) = old[i];
		cache->len++;
	}
	free(old);
}

static bool
is_worth_keeping(const struct cert *cert)
{
	return cert->malformed == NULL && cert->has_basic_constraints &&
	    cert->is_ca && cert->der_len <= CERT_CACHE_MAX_DER;
}

static struct cert *
parse(const struct observation_cert *sent)
{
	if (sent->x509 != NULL)
		return cert_new_parsed(sent->x509, sent->der, sent->der_len);
	return cert_new(sent->der, sent->der_len);
}

struct cert *
cert_cache_get(struct cert_cache *cache, const struct observation_cert *sent)
{
	struct slot *slot = find(cache, sent->sha256);
	struct cert *cert;

	if (slot->cert == NULL) {
		cert = parse(sent);
		if (!is_worth_keeping(cert))
			return cert;
		if (cache->len >= cache->max_certs) {
			drop_older_half(cache);
			slot = find(cache, sent->sha256);
		}
		slot->cert = cert;
		cache->len++;
	}
	slot->used_at = ++cache->count;
	return cert_ref(slot->cert);
}

size_t
cert_cache_len(const struct cert_cache *cache)
{
	return cache->len;
}
