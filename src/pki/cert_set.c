/*
 * Certificates in two hash tables, by digest and by subject name, chained by
 * index in the order they came, so that every walk is deterministic.
 */
#include "pki/cert_set.h"

#include <string.h>

#include "base/array.h"
#include "base/mem.h"

#define FIRST_BUCKETS 64 /* a power of two */
#define NONE SIZE_MAX

struct entry {
	struct cert *cert;
	size_t next_by_digest, next_by_subject; /* NONE: the last */
};

struct bucket {
	size_t first, last;
};

struct cert_set {
	ARRAY(struct entry) entries;
	size_t bucket_count;
	struct bucket *by_digest, *by_subject;
};

/* Digests are even already: their first bytes serve as the hash. */
static uint64_t
digest_hash(const uint8_t sha256[CERT_SHA256_LEN])
{
	uint64_t hash;

	memcpy(&hash, sha256, sizeof hash);
	return hash;
}

static struct bucket *
bucket_at(const struct cert_set *set, struct bucket *table, uint64_t hash)
{
	return &table[hash & (set->bucket_count - 1)];
}

static struct bucket *
new_table(size_t count)
{
	struct bucket *table = mem_new(count, sizeof *table);

	for (size_t i = 0; i < count; i++)
		table[i] = (struct bucket){.first = NONE, .last = NONE};
	return table;
}

static void
link_entry(struct cert_set *set, size_t i)
{
	struct entry *entries = set->entries.items;
	const struct cert *cert = entries[i].cert;
	struct bucket *digest =
	    bucket_at(set, set->by_digest, digest_hash(cert->sha256));
	struct bucket *subject =
	    bucket_at(set, set->by_subject, cert->subject_hash);

	entries[i].next_by_digest = entries[i].next_by_subject = NONE;
	if (digest->last == NONE)
		digest->first = i;
	else
		entries[digest->last].next_by_digest = i;
	digest->last = i;
	if (subject->last == NONE)
		subject->first = i;
	else
		entries[subject->last].next_by_subject = i;
	subject->last = i;
}

static void
resize_tables(struct cert_set *set, size_t count)
{
	free(set->by_digest);
	free(set->by_subject);
	set->bucket_count = count;
	set->by_digest = new_table(count);
	set->by_subject = new_table(count);
	for (size_t i = 0; i < set->entries.len; i++)
		link_entry(set, i);
}

struct cert_set *
cert_set_new(void)
{
	struct cert_set *set = MEM_NEW(struct cert_set);

	resize_tables(set, FIRST_BUCKETS);
	return set;
}

void
cert_set_free(struct cert_set *set)
{
	if (set == NULL)
		return;
	ARRAY_EACH (entry, &set->entries) {
		cert_unref(entry->cert);
	}
	ARRAY_CLEAR(&set->entries);
	free(set->by_digest);
	free(set->by_subject);
	free(set);
}

bool
cert_set_add(struct cert_set *set, struct cert *cert)
{
	if (cert->malformed != NULL || cert_set_find(set, cert->sha256) != NULL)
		return false;
	if (set->entries.len == set->bucket_count)
		resize_tables(set, set->bucket_count * 2);
	ARRAY_ADD(&set->entries)->cert = cert_ref(cert);
	link_entry(set, set->entries.len - 1);
	return true;
}

size_t
cert_set_len(const struct cert_set *set)
{
	return set->entries.len;
}

struct cert *
cert_set_at(const struct cert_set *set, size_t i)
{
	return i < set->entries.len ? set->entries.items[i].cert : NULL;
}

struct cert *
cert_set_find(const struct cert_set *set, const uint8_t sha256[CERT_SHA256_LEN])
{
	const struct entry *entries = set->entries.items;
	size_t i = bucket_at(set, set->by_digest, digest_hash(sha256))->first;

	while (i != NONE &&
	    memcmp(entries[i].cert->sha256, sha256, CERT_SHA256_LEN) != 0)
		i = entries[i].next_by_digest;
	return i == NONE ? NULL : entries[i].cert;
}

/* The index to look at first or next: a cursor is the last index plus one. */
static size_t
resume(const struct cert_set *set, uint64_t subject_hash, size_t cursor)
{
	if (cursor == 0)
		return bucket_at(set, set->by_subject, subject_hash)->first;
	return set->entries.items[cursor - 1].next_by_subject;
}

struct cert *
cert_set_next_issuer(
    const struct cert_set *set, const struct cert *cert, size_t *cursor)
{
	const struct entry *entries = set->entries.items;

	if (cert->malformed != NULL)
		return NULL;
	for (size_t i = resume(set, cert->issuer_hash, *cursor); i != NONE;
	     i = entries[i].next_by_subject) {
		if (cert_names_issuer(cert, entries[i].cert)) {
			*cursor = i + 1;
			return entries[i].cert;
		}
	}
	return NULL;
}

static bool
is_twin(const struct cert *a, const struct cert *b)
{
	return a->subject_hash == b->subject_hash &&
	    memcmp(a->key.sha256, b->key.sha256, CERT_SHA256_LEN) == 0 &&
	    !cert_equal(a, b) &&
	    X509_NAME_cmp(X509_get_subject_name(a->x509),
		X509_get_subject_name(b->x509)) == 0;
}

struct cert *
cert_set_next_twin(
    const struct cert_set *set, const struct cert *cert, size_t *cursor)
{
	const struct entry *entries = set->entries.items;

	if (cert->malformed != NULL)
		return NULL;
	for (size_t i = resume(set, cert->subject_hash, *cursor); i != NONE;
	     i = entries[i].next_by_subject) {
		if (is_twin(cert, entries[i].cert)) {
			*cursor = i + 1;
			return entries[i].cert;
		}
	}
	return NULL;
}
