/*
 * Verdicts remembered; see memo.h. One array of entries that grows to the
 * maximum, hash chains by index through it, and a clock hand for eviction.
 */
#include "inspect/memo.h"

#include <assert.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"

#define BUCKETS_MIN 64
#define NO_ENTRY UINT32_MAX
#define MEMO_LIMIT (1u << 24) /* whatever is asked for */

struct entry {
	struct memo_key key;
	struct verdict *verdict;
	struct memo_generation generation;
	uint32_t next; /* in its bucket */
	bool was_used; /* since the hand last passed */
};

struct memo {
	ARRAY(struct entry) entries;
	uint32_t *buckets; /* first entry of each, or NO_ENTRY */
	size_t bucket_count;
	size_t max_verdicts, hand;
};

/* The key is a digest: any of its bytes spread evenly. */
static uint32_t *
bucket_of(const struct memo *memo, const struct memo_key *key)
{
	uint64_t hash;

	memcpy(&hash, key->bytes, sizeof hash);
	return &memo->buckets[hash & (memo->bucket_count - 1)];
}

static void
set_buckets(struct memo *memo, size_t count)
{
	free(memo->buckets);
	memo->buckets = mem_new(count, sizeof *memo->buckets);
	memo->bucket_count = count;
	memset(memo->buckets, 0xff, count * sizeof *memo->buckets);
	for (size_t i = 0; i < memo->entries.len; i++) {
		struct entry *entry = &memo->entries.items[i];
		uint32_t *bucket = bucket_of(memo, &entry->key);

		entry->next = *bucket;
		*bucket = (uint32_t)i;
	}
}

struct memo *
memo_new(size_t max_verdicts)
{
	struct memo *memo = MEM_NEW(struct memo);

	memo->max_verdicts = max_verdicts < 1 ? 1 : max_verdicts;
	if (memo->max_verdicts > MEMO_LIMIT)
		memo->max_verdicts = MEMO_LIMIT;
	set_buckets(memo, BUCKETS_MIN);
	return memo;
}

void
memo_forget_all(struct memo *memo)
{
	ARRAY_EACH (entry, &memo->entries)
		verdict_unref(entry->verdict);
	ARRAY_CLEAR(&memo->entries);
	memo->hand = 0;
	set_buckets(memo, BUCKETS_MIN);
}

void
memo_free(struct memo *memo)
{
	if (memo == NULL)
		return;
	ARRAY_EACH (entry, &memo->entries)
		verdict_unref(entry->verdict);
	ARRAY_CLEAR(&memo->entries);
	free(memo->buckets);
	free(memo);
}

static struct entry *
find(const struct memo *memo, const struct memo_key *key)
{
	uint32_t i = *bucket_of(memo, key);

	while (i != NO_ENTRY) {
		struct entry *entry = &memo->entries.items[i];

		if (memcmp(entry->key.bytes, key->bytes, MEMO_KEY_LEN) == 0)
			return entry;
		i = entry->next;
	}
	return NULL;
}

struct verdict *
memo_find(struct memo *memo, const struct memo_key *key,
    struct memo_generation generation, int64_t now)
{
	struct entry *entry = find(memo, key);

	if (entry == NULL || now >= entry->verdict->holds_until)
		return NULL;
	if (entry->generation.revocation != generation.revocation ||
	    (entry->generation.known != 0 &&
		entry->generation.known != generation.known))
		return NULL;
	entry->was_used = true;
	return entry->verdict;
}

static void
unchain(struct memo *memo, uint32_t i)
{
	struct entry *entry = &memo->entries.items[i];
	uint32_t *link = bucket_of(memo, &entry->key);

	while (*link != i) {
		assert(*link != NO_ENTRY);
		link = &memo->entries.items[*link].next;
	}
	*link = entry->next;
}

/* A slot that is in no bucket: a new one, or that of a verdict not asked for
 * since the hand last came by. */
static uint32_t
free_slot(struct memo *memo)
{
	struct entry *entry;

	if (memo->entries.len < memo->max_verdicts) {
		if (memo->entries.len >= memo->bucket_count)
			set_buckets(memo, memo->bucket_count * 2);
		ARRAY_ADD(&memo->entries);
		return (uint32_t)memo->entries.len - 1;
	}
	for (;;) {
		uint32_t i = (uint32_t)memo->hand;

		memo->hand = (memo->hand + 1) % memo->entries.len;
		entry = &memo->entries.items[i];
		if (!entry->was_used) {
			unchain(memo, i);
			verdict_unref(entry->verdict);
			return i;
		}
		entry->was_used = false;
	}
}

void
memo_add(struct memo *memo, const struct memo_key *key, struct verdict *verdict,
    struct memo_generation generation)
{
	struct entry *entry = find(memo, key);

	verdict_ref(verdict);
	if (entry != NULL) {
		verdict_unref(entry->verdict);
	} else {
		uint32_t i = free_slot(memo);
		uint32_t *bucket = bucket_of(memo, key);

		entry = &memo->entries.items[i];
		entry->key = *key;
		entry->next = *bucket;
		*bucket = i;
	}
	entry->verdict = verdict;
	entry->generation = generation;
	entry->was_used = false; /* it has yet to prove itself */
}

size_t
memo_len(const struct memo *memo)
{
	return memo->entries.len;
}
