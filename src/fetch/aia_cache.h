/*
 * struct aia_cache: what caIssuers URLs came to, by URL; bounded, the one that
 * was not asked about for longest goes first. Inside this folder only.
 */
#pragma once

#include "base/texts.h"
#include "model/issuer_answer.h"
#include "pki/cert_set.h"

struct aia_entry {
	struct issuer_answer answer; /* what it holds is the entry's; a failed
				      * answer keeps certificates of before */
	bool has_answer;
	bool is_busy; /* asked just now, or in line for it: stays */
	int64_t asked_at, next_at;
	char *url;
	uint64_t url_hash, last_used;
};

struct aia_cache;

struct aia_cache *aia_cache_new(size_t max_urls);
void aia_cache_free(struct aia_cache *cache);
CLEANUP_DEFINE(struct aia_cache, aia_cache_free)
/* Lent until it makes room for another; NULL: it is not there. */
struct aia_entry *aia_cache_find(struct aia_cache *cache, const char *url);
/* The same, made when it is not there; NULL: all there are are busy. */
struct aia_entry *aia_cache_get(struct aia_cache *cache, const char *url);
/* Copies; references to certificates are taken. What did not give any leaves
 * those of before. */
void aia_cache_set(struct aia_cache *cache, struct aia_entry *entry,
    const struct issuer_answer *answer);
/* Is to be asked again: those that were refused. */
void aia_cache_forget_refused(struct aia_cache *cache);
size_t aia_cache_len(const struct aia_cache *cache);
/* All certificates there are; lent until the next change. */
const struct cert_set *aia_cache_certs(struct aia_cache *cache);
/* Never 0; grows with each answer that is another than before. */
uint64_t aia_cache_generation(const struct aia_cache *cache);
