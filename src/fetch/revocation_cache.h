/*
 * struct revocation_cache: entries found by URL and certificate; bounded: of
 * those that are not busy one goes that nobody asked about for a while.
 * Inside this folder only.
 */
#pragma once

#include "fetch/revocation_entry.h"

struct revocation_cache;

/* dropped: called before an entry goes to make room; not for the rest. */
struct revocation_cache *revocation_cache_new(size_t max_entries,
    void (*dropped)(void *arg, struct revocation_entry *entry), void *arg);
void revocation_cache_free(struct revocation_cache *cache);
CLEANUP_DEFINE(struct revocation_cache, revocation_cache_free)
/* NULL: it is not there. Lent until another one is made. */
struct revocation_entry *revocation_cache_find(
    struct revocation_cache *cache, const char *url, const uint8_t *sha256);
/* Made if need be; NULL: all there are are busy. */
struct revocation_entry *revocation_cache_get(
    struct revocation_cache *cache, const char *url, const uint8_t *sha256);
size_t revocation_cache_len(const struct revocation_cache *cache);
/* One goes that may; false: there is none. */
bool revocation_cache_shed(struct revocation_cache *cache);
/* In no order; i below len. Lent likewise. */
struct revocation_entry *revocation_cache_at(
    const struct revocation_cache *cache, size_t i);
void revocation_cache_drop(
    struct revocation_cache *cache, struct revocation_entry *entry);
