/* Certificates made small, each kept once; see cert_facts.h. */
#include "model/cert_facts.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* One certificate's facts, counted; its texts stand behind it, its details
 * beside it. */
struct facts_entry {
	struct cert_facts facts; /* first: verdicts point here */
	struct facts_entry *next;
	unsigned refs;
	char texts[];
};

#define FACTS_MIN_BUCKETS 64 /* a power of two */

static struct {
	struct facts_entry **buckets;
	size_t bucket_count, entry_count;
} facts_table;

/* Fingerprints are evenly spread already. */
static size_t
bucket_of(const uint8_t sha256[CERT_SHA256_LEN], size_t bucket_count)
{
	size_t start;

	memcpy(&start, sha256, sizeof start);
	return start & (bucket_count - 1);
}

static void
facts_resize(size_t bucket_count)
{
	struct facts_entry **buckets =
	    mem_new(bucket_count, sizeof(struct facts_entry *));

	for (size_t i = 0; i < facts_table.bucket_count; i++) {
		struct facts_entry *entry = facts_table.buckets[i];

		while (entry != NULL) {
			struct facts_entry *next = entry->next;
			size_t at =
			    bucket_of(entry->facts.sha256, bucket_count);

			entry->next = buckets[at];
			buckets[at] = entry;
			entry = next;
		}
	}
	free(facts_table.buckets);
	facts_table.buckets = buckets;
	facts_table.bucket_count = bucket_count;
}

static struct facts_entry *
facts_entry_new(const struct cert_facts *facts)
{
	size_t label_size = strlen(facts->label) + 1;
	size_t issuer_size = strlen(facts->issuer_label) + 1;
	struct facts_entry *entry =
	    mem_new(1, sizeof *entry + label_size + issuer_size);

	entry->facts = *facts;
	entry->facts.details = NULL;
	memcpy(entry->texts, facts->label, label_size);
	memcpy(entry->texts + label_size, facts->issuer_label, issuer_size);
	entry->facts.label = entry->texts;
	entry->facts.issuer_label = entry->texts + label_size;
	return entry;
}

struct cert_facts *
cert_facts_share(const struct cert_facts *facts)
{
	struct facts_entry *entry;
	size_t at;

	if (facts_table.entry_count >= facts_table.bucket_count)
		facts_resize(facts_table.bucket_count == 0
			? FACTS_MIN_BUCKETS
			: facts_table.bucket_count * 2);
	at = bucket_of(facts->sha256, facts_table.bucket_count);
	for (entry = facts_table.buckets[at]; entry != NULL;
	     entry = entry->next) {
		if (memcmp(entry->facts.sha256, facts->sha256,
			CERT_SHA256_LEN) == 0)
			break;
	}
	if (entry == NULL) {
		entry = facts_entry_new(facts);
		entry->next = facts_table.buckets[at];
		facts_table.buckets[at] = entry;
		facts_table.entry_count++;
	}
	entry->refs++;
	if (entry->facts.details == NULL && facts->details != NULL)
		entry->facts.details =
		    cert_details_make(facts->details, facts->details->names);
	return &entry->facts;
}

struct cert_facts *
cert_facts_new(const struct cert *cert, bool with_details)
{
	CLEANUP(free)
	struct cert_details *details = with_details && cert->malformed == NULL
	    ? cert_details_of(cert)
	    : NULL;
	struct cert_facts facts = {
	    .not_before = cert->not_before,
	    .not_after = cert->not_after,
	    .label = cert->label == NULL ? "" : cert->label,
	    .issuer_label =
		cert->issuer_label == NULL ? "" : cert->issuer_label,
	    .details = details,
	};

	memcpy(facts.sha256, cert->sha256, CERT_SHA256_LEN);
	memcpy(facts.key_sha256, cert->key.sha256, sizeof facts.key_sha256);
	return cert_facts_share(&facts);
}

void
cert_facts_release(struct cert_facts *facts)
{
	struct facts_entry *entry = (struct facts_entry *)facts;
	struct facts_entry **at;

	if (--entry->refs > 0)
		return;
	at = &facts_table
		  .buckets[bucket_of(facts->sha256, facts_table.bucket_count)];
	while (*at != entry)
		at = &(*at)->next;
	*at = entry->next;
	free((void *)(uintptr_t)entry->facts.details);
	free(entry);
	if (--facts_table.entry_count == 0) {
		free(facts_table.buckets);
		facts_table.buckets = NULL;
		facts_table.bucket_count = 0;
	}
}
