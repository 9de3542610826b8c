/* Answers by URL; see aia_cache.h. A few hundred at most: a list. */
#include "fetch/aia_cache.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

struct aia_cache {
	ARRAY(struct aia_entry *) entries;
	size_t max_urls;
	uint64_t clock, generation;
	struct cert_set *certs; /* NULL: to be made again */
};

struct aia_cache *
aia_cache_new(size_t max_urls)
{
	struct aia_cache *cache = MEM_NEW(struct aia_cache);

	cache->max_urls = max_urls < 1 ? 1 : max_urls;
	cache->generation = 1;
	return cache;
}

static void
drop_certs(struct issuer_answer *answer)
{
	for (size_t i = 0; i < answer->cert_count; i++)
		cert_unref(answer->certs[i]);
	free((void *)answer->certs);
	answer->certs = NULL;
	answer->cert_count = 0;
}

static void
free_entry(struct aia_entry *entry)
{
	drop_certs(&entry->answer);
	free((void *)entry->answer.detail);
	free(entry->url);
	free(entry);
}

static void
certs_changed(struct aia_cache *cache)
{
	cert_set_free(cache->certs);
	cache->certs = NULL;
}

void
aia_cache_free(struct aia_cache *cache)
{
	if (cache == NULL)
		return;
	ARRAY_EACH (entry, &cache->entries)
		free_entry(*entry);
	ARRAY_CLEAR(&cache->entries);
	cert_set_free(cache->certs);
	free(cache);
}

struct aia_entry *
aia_cache_find(struct aia_cache *cache, const char *url)
{
	uint64_t hash = hash_bytes(HASH_START, url, strlen(url));

	ARRAY_EACH (slot, &cache->entries) {
		struct aia_entry *entry = *slot;

		if (entry->url_hash != hash || strcmp(entry->url, url) != 0)
			continue;
		entry->last_used = ++cache->clock;
		return entry;
	}
	return NULL;
}

static bool
make_room(struct aia_cache *cache)
{
	size_t oldest = SIZE_MAX;

	if (cache->entries.len < cache->max_urls)
		return true;
	for (size_t i = 0; i < cache->entries.len; i++) {
		const struct aia_entry *entry = cache->entries.items[i];

		if (!entry->is_busy &&
		    (oldest == SIZE_MAX ||
			entry->last_used <
			    cache->entries.items[oldest]->last_used))
			oldest = i;
	}
	if (oldest == SIZE_MAX)
		return false;
	free_entry(cache->entries.items[oldest]);
	ARRAY_REMOVE(&cache->entries, oldest);
	certs_changed(cache);
	return true;
}

struct aia_entry *
aia_cache_get(struct aia_cache *cache, const char *url)
{
	struct aia_entry *entry = aia_cache_find(cache, url);

	if (entry != NULL)
		return entry;
	if (!make_room(cache))
		return NULL;
	entry = MEM_NEW(struct aia_entry);
	entry->url = mem_strdup(url);
	entry->url_hash = hash_bytes(HASH_START, url, strlen(url));
	entry->answer.url = entry->url;
	entry->last_used = ++cache->clock;
	*ARRAY_ADD(&cache->entries) = entry;
	return entry;
}

static bool
same_certs(const struct issuer_answer *a, const struct issuer_answer *b)
{
	if (a->cert_count != b->cert_count)
		return false;
	for (size_t i = 0; i < a->cert_count; i++) {
		if (!cert_equal(a->certs[i], b->certs[i]))
			return false;
	}
	return true;
}

static void
set_certs(struct issuer_answer *to, const struct issuer_answer *from)
{
	struct cert **certs = mem_new(from->cert_count, sizeof(struct cert *));

	for (size_t i = 0; i < from->cert_count; i++)
		certs[i] = cert_ref(from->certs[i]);
	drop_certs(to);
	to->certs = certs;
	to->cert_count = from->cert_count;
}

void
aia_cache_set(struct aia_cache *cache, struct aia_entry *entry,
    const struct issuer_answer *answer)
{
	struct issuer_answer *to = &entry->answer;
	bool is_news = !entry->has_answer || to->kind != answer->kind;

	if (answer->cert_count > 0 && !same_certs(to, answer)) {
		set_certs(to, answer);
		certs_changed(cache);
		is_news = true;
	}
	to->kind = answer->kind;
	to->failures = answer->failures;
	free((void *)to->detail);
	to->detail = mem_strdup(answer->detail);
	entry->has_answer = true;
	if (is_news)
		cache->generation++;
}

void
aia_cache_forget_refused(struct aia_cache *cache)
{
	ARRAY_EACH (entry, &cache->entries) {
		if ((*entry)->has_answer &&
		    (*entry)->answer.kind == ISSUER_ANSWER_REFUSED)
			(*entry)->next_at = 0;
	}
	cache->generation++;
}

size_t
aia_cache_len(const struct aia_cache *cache)
{
	return cache->entries.len;
}

const struct cert_set *
aia_cache_certs(struct aia_cache *cache)
{
	if (cache->certs != NULL)
		return cache->certs;
	cache->certs = cert_set_new();
	ARRAY_EACH (entry, &cache->entries) {
		const struct issuer_answer *answer = &(*entry)->answer;

		for (size_t i = 0; i < answer->cert_count; i++)
			cert_set_add(cache->certs, answer->certs[i]);
	}
	return cache->certs;
}

uint64_t
aia_cache_generation(const struct aia_cache *cache)
{
	return cache->generation;
}
