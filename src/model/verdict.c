/*
 * Verdicts, and the one table of the process that holds each certificate's
 * facts once: a thousand endpoints share a few intermediates, and an endpoint
 * at three addresses shares its leaf. Single-threaded: the loop's thread only.
 */
#include "model/verdict.h"

#include "base/mem.h"
#include "model/report_clients.h"

/* One certificate's facts, counted; its texts stand behind it. */
struct facts_entry {
	struct cert_facts facts; /* first: verdicts point here */
	struct facts_entry *next;
	unsigned refs;
	char texts[];
};

#define REFUSED_BY_MAX 400   /* bytes */
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
	memcpy(entry->texts, facts->label, label_size);
	memcpy(entry->texts + label_size, facts->issuer_label, issuer_size);
	entry->facts.label = entry->texts;
	entry->facts.issuer_label = entry->texts + label_size;
	return entry;
}

static struct cert_facts *
facts_intern(const struct cert_facts *facts)
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
	return &entry->facts;
}

static struct cert_facts
facts_of(const struct cert *cert)
{
	struct cert_facts facts = {
	    .not_before = cert->not_before,
	    .not_after = cert->not_after,
	    .label = cert->label == NULL ? "" : cert->label,
	    .issuer_label =
		cert->issuer_label == NULL ? "" : cert->issuer_label,
	};

	memcpy(facts.sha256, cert->sha256, CERT_SHA256_LEN);
	memcpy(facts.key_sha256, cert->key.sha256, sizeof facts.key_sha256);
	return facts;
}

static void
facts_release(struct cert_facts *facts)
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
	free(entry);
	if (--facts_table.entry_count == 0) {
		free(facts_table.buckets);
		facts_table.buckets = NULL;
		facts_table.bucket_count = 0;
	}
}

/* One block: the verdict, its certificates, its findings. */
static struct verdict *
make(size_t cert_count, size_t finding_count)
{
	size_t certs_size = cert_count * sizeof(struct cert_facts *);
	struct verdict *verdict = mem_new(1,
	    sizeof *verdict + certs_size +
		finding_count * sizeof(struct verdict_finding));

	verdict->refs = 1;
	verdict->certs = (struct cert_facts **)(verdict + 1);
	verdict->findings =
	    (struct verdict_finding *)(verdict->certs + cert_count);
	verdict->cert_count = (uint16_t)cert_count;
	verdict->finding_count = (uint16_t)finding_count;
	return verdict;
}

/* Of a chain that is not valid the cause is told, not who minds. */
static char *
name_refusing(const struct report *report)
{
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(REFUSED_BY_MAX);
	uint64_t which = report_clients_refusing(
	    report, report_clients_of(report, REPORT_CLIENT_WATCHED));

	if (!report->is_valid || which == 0)
		return NULL;
	report_clients_name(&names, report, which);
	return strbuf_take(&names);
}

struct verdict *
verdict_new(const struct report *report)
{
	size_t cert_count =
	    report->presented == NULL ? 0 : report->presented->len;
	size_t finding_count = report->findings.len;
	struct verdict *verdict = make(cert_count, finding_count);

	verdict->is_valid = report->is_valid;
	verdict->severity = (uint8_t)report->severity;
	verdict->breaks_at = report->breaks_at;
	verdict->holds_until = report->holds_until;
	verdict->refused_by = name_refusing(report);
	if (report->presented != NULL)
		memcpy(
		    verdict->chain_id, report->presented->id, CERT_SHA256_LEN);
	for (size_t i = 0; i < cert_count; i++) {
		struct cert_facts facts = facts_of(report->presented->certs[i]);

		verdict->certs[i] = facts_intern(&facts);
	}
	for (size_t i = 0; i < finding_count; i++) {
		const struct finding *from = &report->findings.items[i];
		struct verdict_finding *to = &verdict->findings[i];

		to->code = (uint16_t)from->code;
		to->severity = (uint8_t)from->severity;
		to->has_fingerprint = from->has_fingerprint;
		memcpy(to->sha256, from->sha256, CERT_SHA256_LEN);
	}
	return verdict;
}

struct verdict *
verdict_copy(const struct verdict *like)
{
	struct verdict *verdict = make(like->cert_count, like->finding_count);

	memcpy(verdict->chain_id, like->chain_id, CERT_SHA256_LEN);
	verdict->is_valid = like->is_valid;
	verdict->severity = like->severity;
	verdict->breaks_at = like->breaks_at;
	verdict->holds_until = like->holds_until;
	if (like->refused_by != NULL)
		verdict->refused_by = mem_strdup(like->refused_by);
	for (size_t i = 0; i < like->cert_count; i++)
		verdict->certs[i] = facts_intern(like->certs[i]);
	for (size_t i = 0; i < like->finding_count; i++)
		verdict->findings[i] = like->findings[i];
	return verdict;
}

struct verdict *
verdict_ref(struct verdict *verdict)
{
	verdict->refs++;
	return verdict;
}

void
verdict_unref(struct verdict *verdict)
{
	if (verdict == NULL || --verdict->refs > 0)
		return;
	for (size_t i = 0; i < verdict->cert_count; i++)
		facts_release(verdict->certs[i]);
	free(verdict->refused_by);
	free(verdict);
}

const struct verdict_finding *
verdict_find(const struct verdict *verdict, enum finding_code code)
{
	for (size_t i = 0; i < verdict->finding_count; i++) {
		if (verdict->findings[i].code == (uint16_t)code)
			return &verdict->findings[i];
	}
	return NULL;
}

bool
verdict_same_chain(const struct verdict *a, const struct verdict *b)
{
	return memcmp(a->chain_id, b->chain_id, CERT_SHA256_LEN) == 0;
}
