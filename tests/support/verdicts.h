/*
 * Verdicts made by hand, without a judge: certificates that are only a name,
 * chains of them, and the findings that a report would hold.
 */
#pragma once

#include "model/verdict.h"

#define VERDICTS_MAX_CERTS 8
#define VERDICTS_MAX_FINDINGS 8

struct made_finding {
	enum finding_code code;
	int severity;	  /* SEVERITY_OK: the catalogue's */
	const char *cert; /* name of the certificate it is about, or NULL */
};

struct made_chain {
	const char *certs[VERDICTS_MAX_CERTS]; /* leaf first; NULL ends it */
	struct made_finding findings[VERDICTS_MAX_FINDINGS];
	size_t finding_count; /* worst first */
	int64_t leaf_not_before;
};

/* One reference. The severity is the worst of the findings; it is valid when
 * that is no critical one. The same certificates give the same chain. */
struct verdict *verdict_made(const struct made_chain *chain);
/* The fingerprint that a certificate of that name has. */
void verdict_made_sha256(const char *name, uint8_t ret[CERT_SHA256_LEN]);
