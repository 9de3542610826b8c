/* Verdicts made by hand; see verdicts.h. */
#include "support/verdicts.h"

#include <string.h>

#include "base/hash.h"

#define LEAF_LIFETIME_S (90 * 86400)

static void
spread(uint64_t hash, uint8_t ret[CERT_SHA256_LEN])
{
	for (size_t i = 0; i < CERT_SHA256_LEN; i += sizeof hash) {
		memcpy(ret + i, &hash, sizeof hash);
		hash = hash_bytes(hash, &i, sizeof i);
	}
}

void
verdict_made_sha256(const char *name, uint8_t ret[CERT_SHA256_LEN])
{
	spread(hash_text(HASH_START, name), ret);
}

static void
add_finding(struct report *report, const struct made_finding *made)
{
	struct finding *finding = ARRAY_ADD(&report->findings);

	finding->code = made->code;
	finding->severity = made->severity == SEVERITY_OK
	    ? finding_info(made->code)->severity
	    : (enum severity)made->severity;
	if (made->cert != NULL) {
		finding->has_fingerprint = true;
		verdict_made_sha256(made->cert, finding->sha256);
	}
	report->severity = severity_worse(report->severity, finding->severity);
}

struct verdict *
verdict_made(const struct made_chain *made)
{
	struct cert certs[VERDICTS_MAX_CERTS];
	struct cert *pointers[VERDICTS_MAX_CERTS];
	struct chain chain = {.certs = pointers};
	struct report report = {.presented = &chain};
	uint64_t hash = HASH_START;
	struct verdict *verdict;

	memset(certs, 0, sizeof certs);
	for (size_t i = 0; i < VERDICTS_MAX_CERTS && made->certs[i] != NULL;
	     i++) {
		verdict_made_sha256(made->certs[i], certs[i].sha256);
		hash = hash_text(hash, made->certs[i]);
		certs[i].label = made->certs[i];
		certs[i].issuer_label = "Test CA";
		certs[i].not_before = made->leaf_not_before;
		certs[i].not_after = made->leaf_not_before + LEAF_LIFETIME_S;
		pointers[chain.len++] = &certs[i];
	}
	spread(hash, chain.id);
	for (size_t i = 0; i < made->finding_count; i++)
		add_finding(&report, &made->findings[i]);
	report.is_valid = report.severity < SEVERITY_CRITICAL;
	verdict = verdict_new(&report);
	ARRAY_CLEAR(&report.findings);
	return verdict;
}
