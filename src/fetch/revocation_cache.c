/* Entries by what they are about; see revocation_cache.h. */
#include "fetch/revocation_cache.h"

#include <string.h>

#include "base/hash.h"

#define BUCKETS_MIN 64

struct revocation_cache {
	ARRAY(struct revocation_entry *) entries;
	struct revocation_entry **buckets;
	size_t bucket_count, max_entries, hand;
	void (*dropped)(void *arg, struct revocation_entry *entry);
	void *arg;
};

static struct revocation_entry **
bucket_of(const struct revocation_cache *cache, uint64_t hash)
{
	return &cache->buckets[hash & (cache->bucket_count - 1)];
}

static void
set_buckets(struct revocation_cache *cache, size_t count)
{
	free(cache->buckets);
	cache->buckets = mem_new(count, sizeof *cache->buckets);
	cache->bucket_count = count;
	ARRAY_EACH (entry, &cache->entries) {
		struct revocation_entry **bucket =
		    bucket_of(cache, (*entry)->hash);

		(*entry)->next = *bucket;
		*bucket = *entry;
	}
}

struct revocation_cache *
revocation_cache_new(size_t max_entries,
    void (*dropped)(void *arg, struct revocation_entry *entry), void *arg)
{
	struct revocation_cache *cache = MEM_NEW(struct revocation_cache);

	cache->max_entries = max_entries < 1 ? 1 : max_entries;
	cache->dropped = dropped;
	cache->arg = arg;
	set_buckets(cache, BUCKETS_MIN);
	return cache;
}

void
revocation_cache_free(struct revocation_cache *cache)
{
	if (cache == NULL)
		return;
	ARRAY_EACH (entry, &cache->entries)
		revocation_entry_free(*entry);
	ARRAY_CLEAR(&cache->entries);
	free(cache->buckets);
	free(cache);
}

static struct revocation_entry *
find(struct revocation_cache *cache, uint64_t hash, const char *url,
    const uint8_t *sha256)
{
	struct revocation_entry *entry = *bucket_of(cache, hash);

	while (entry != NULL &&
	    (entry->hash != hash || strcmp(entry->answer.url, url) != 0 ||
		(sha256 != NULL &&
		    memcmp(entry->answer.cert_sha256, sha256,
			CERT_SHA256_LEN) != 0)))
		entry = entry->next;
	return entry;
}

struct revocation_entry *
revocation_cache_find(
    struct revocation_cache *cache, const char *url, const uint8_t *sha256)
{
	return find(cache, revocation_entry_hash(url, sha256), url, sha256);
}

static void
remove_at(struct revocation_cache *cache, size_t i)
{
	struct revocation_entry *entry = cache->entries.items[i];
	struct revocation_entry **link = bucket_of(cache, entry->hash);

	while (*link != entry)
		link = &(*link)->next;
	*link = entry->next;
	cache->entries.items[i] = cache->entries.items[--cache->entries.len];
	revocation_entry_free(entry);
}

/* The hand gives each a second chance. */
bool
revocation_cache_shed(struct revocation_cache *cache)
{
	for (size_t tried = 0; tried < 2 * cache->entries.len; tried++) {
		size_t i = cache->hand++ % cache->entries.len;
		struct revocation_entry *entry = cache->entries.items[i];

		if (entry->is_busy)
			continue;
		if (entry->is_seen) {
			entry->is_seen = false;
			continue;
		}
		cache->dropped(cache->arg, entry);
		remove_at(cache, i);
		return true;
	}
	return false;
}

struct revocation_entry *
revocation_cache_get(
    struct revocation_cache *cache, const char *url, const uint8_t *sha256)
{
	struct revocation_entry *entry =
	    revocation_cache_find(cache, url, sha256);
	struct revocation_entry **bucket;

	if (entry != NULL)
		return entry;
	if (cache->entries.len == cache->max_entries &&
	    !revocation_cache_shed(cache))
		return NULL;
	if (cache->entries.len >= cache->bucket_count)
		set_buckets(cache, cache->bucket_count * 2);
	entry = revocation_entry_new(url, sha256);
	bucket = bucket_of(cache, entry->hash);
	entry->next = *bucket;
	*bucket = entry;
	*ARRAY_ADD(&cache->entries) = entry;
	return entry;
}

size_t
revocation_cache_len(const struct revocation_cache *cache)
{
	return cache->entries.len;
}

struct revocation_entry *
revocation_cache_at(const struct revocation_cache *cache, size_t i)
{
	return cache->entries.items[i];
}

void
revocation_cache_drop(
    struct revocation_cache *cache, struct revocation_entry *entry)
{
	for (size_t i = 0; i < cache->entries.len; i++) {
		if (cache->entries.items[i] == entry) {
			cache->dropped(cache->arg, entry);
			remove_at(cache, i);
			return;
		}
	}
}
