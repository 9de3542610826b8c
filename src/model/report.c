/* Reports as shared values; see report.h. */
#include "model/report.h"

#include <stdarg.h>

#include "base/mem.h"

struct report *
report_new(void)
{
	struct report *report = MEM_NEW(struct report);

	report->refs = 1;
	return report;
}

struct report *
report_ref(struct report *report)
{
	report->refs++;
	return report;
}

bool
report_origin_is_known(enum report_origin origin)
{
	return origin >= REPORT_FLEET;
}

void
report_path_clear(struct report_path *path)
{
	chain_unref(path->chain);
	ARRAY_CLEAR(&path->origins);
	free(path->anchor_stores);
	free(path->error);
}

void
report_unref(struct report *report)
{
	if (report == NULL || --report->refs > 0)
		return;
	ARRAY_EACH (finding, &report->findings)
		finding_clear(finding);
	ARRAY_CLEAR(&report->findings);
	ARRAY_EACH (path, &report->paths)
		report_path_clear(path);
	ARRAY_CLEAR(&report->paths);
	ARRAY_EACH (client, &report->clients) {
		free(client->reason);
		free(client->breaks_reason);
	}
	ARRAY_CLEAR(&report->clients);
	ARRAY_EACH (store, &report->stores) {
		free(store->name);
		free(store->reason);
	}
	ARRAY_CLEAR(&report->stores);
	ARRAY_EACH (revocation, &report->revocations)
		revocation_clear(revocation);
	ARRAY_CLEAR(&report->revocations);
	ARRAY_EACH (want, &report->wants)
		want_clear(want);
	ARRAY_CLEAR(&report->wants);
	chain_unref(report->presented);
	dane_unref(report->dane);
	transparency_free(report->transparency);
	free(report->dane_record);
	chain_unref(report->suggested);
	free(report);
}

/* Does a stand before b: the worse first, then the order of root causes, which
 * is the order of the catalogue, then the order in which they were sent. */
static bool
comes_before(const struct finding *a, const struct finding *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity;
	if (a->code != b->code)
		return a->code < b->code;
	return a->certificate < b->certificate;
}

/* Moves finding i up to where it belongs; those before it are in order.
 * Returns its new place. */
static size_t
sift_up(struct report *report, size_t i)
{
	struct finding *items = report->findings.items;

	while (i > 0 && comes_before(&items[i], &items[i - 1])) {
		struct finding moved = items[i];

		items[i] = items[i - 1];
		items[--i] = moved;
	}
	return i;
}

struct finding *
report_add(struct report *report, enum finding_code code,
    const struct cert *cert, const char *detail, ...)
{
	struct finding *finding;
	va_list ap;

	finding = ARRAY_ADD(&report->findings);
	*finding = (struct finding){
	    .code = code,
	    .severity = finding_info(code)->severity,
	    .certificate = FINDING_CERTIFICATE_NONE,
	};
	if (cert != NULL) {
		finding->has_fingerprint = true;
		memcpy(finding->sha256, cert->sha256, CERT_SHA256_LEN);
		if (report->presented != NULL)
			finding->certificate =
			    chain_find(report->presented, cert->sha256);
	}
	va_start(ap, detail);
	finding->detail = mem_vprintf(detail, ap);
	va_end(ap);
	report->severity = severity_worse(report->severity, finding->severity);
	return &report->findings
		    .items[sift_up(report, report->findings.len - 1)];
}

void
report_sort(struct report *report)
{
	report->severity = SEVERITY_OK;
	for (size_t i = 0; i < report->findings.len; i++) {
		report->severity = severity_worse(
		    report->severity, report->findings.items[i].severity);
		sift_up(report, i);
	}
}

const struct finding *
report_find(const struct report *report, enum finding_code code)
{
	ARRAY_EACH (finding, &report->findings) {
		if (finding->code == code)
			return finding;
	}
	return NULL;
}

const struct revocation *
report_find_revocation(const struct report *report, const struct cert *cert)
{
	ARRAY_EACH (revocation, &report->revocations) {
		if (cert_equal(revocation->cert, cert))
			return revocation;
	}
	return NULL;
}

const struct report_store *
report_find_store(const struct report *report, const char *name)
{
	ARRAY_EACH (store, &report->stores) {
		if (strcmp(store->name, name) == 0)
			return store;
	}
	return NULL;
}

const struct report_client *
report_find_client(const struct report *report, const char *name)
{
	ARRAY_EACH (client, &report->clients) {
		if (strcmp(client->name, name) == 0)
			return client;
	}
	return NULL;
}
