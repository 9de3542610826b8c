/* Verdicts; see verdict.h. Single-threaded: the loop's thread only. */
#include "model/verdict.h"

#include "base/mem.h"
#include "model/report_clients.h"

#define REFUSED_BY_MAX 400 /* bytes */

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

static uint64_t
accepting_of(const struct report *report)
{
	return report_clients_of(report, REPORT_CLIENT_IDLE) &
	    ~report_clients_refusing(report, UINT64_MAX);
}

struct verdict *
verdict_new(const struct report *report)
{
	size_t cert_count =
	    report->presented == NULL ? 0 : report->presented->len;
	size_t finding_count = report->findings.len;
	struct verdict *verdict = make(cert_count, finding_count);

	verdict->is_valid = report->is_valid;
	verdict->is_dane_open = report->is_dane_open;
	verdict->severity = (uint8_t)report->severity;
	verdict->breaks_at = report->breaks_at;
	verdict->holds_until = report->holds_until;
	verdict->refused_by = name_refusing(report);
	verdict->accepting = accepting_of(report);
	if (report->presented != NULL)
		memcpy(
		    verdict->chain_id, report->presented->id, CERT_SHA256_LEN);
	for (size_t i = 0; i < cert_count; i++) {
		verdict->certs[i] =
		    cert_facts_new(report->presented->certs[i], i == 0);
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
	verdict->is_dane_open = like->is_dane_open;
	verdict->severity = like->severity;
	verdict->breaks_at = like->breaks_at;
	verdict->holds_until = like->holds_until;
	verdict->accepting = like->accepting;
	if (like->refused_by != NULL)
		verdict->refused_by = mem_strdup(like->refused_by);
	for (size_t i = 0; i < like->cert_count; i++)
		verdict->certs[i] = cert_facts_share(like->certs[i]);
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
		cert_facts_release(verdict->certs[i]);
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
