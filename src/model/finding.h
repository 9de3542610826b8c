/*
 * struct finding: one stable code, its severity, the certificate it is about,
 * and the words. The codes and all fixed texts come from findings.def.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/names.h"
#include "model/severity.h"
#include "pki/cert.h"

enum finding_by {
	FINDING_BY_JUDGE,
	FINDING_BY_INCIDENT,
	FINDING_BY_PROBE,
	FINDING_BY_MONITOR,
	FINDING_BY_FILE,
};

/* Where the fault lies: it decides the key of the incident (a certificate at
 * fault under 400 endpoints is one incident). */
enum finding_subject {
	FINDING_ABOUT_ENDPOINT,
	FINDING_ABOUT_CERTIFICATE,
	/* that endpoints are reached through; one that turns down a single
	 * server is that endpoint's (incident/proxied.h) */
	FINDING_ABOUT_PROXY,
};

enum finding_code {
#define FINDING(id, ...) FINDING_##id,
#include "model/findings.def"
#undef FINDING
	FINDING_COUNT,
};

/* One row of the catalogue; constant. */
struct finding_info {
	const char *code; /* "leaf-only" */
	enum finding_by by;
	enum severity severity; /* default */
	enum finding_subject subject;
	const char *title;	 /* one line, no full stop */
	const char *explanation; /* what it means, for whom, why it happens */
	const char *cure;	 /* one or two sentences: what to do */
	int remedy;		 /* enum remedy_kind: recipes by product */
	const char *message_id;	 /* journald MESSAGE_ID, 32 hex digits; fixed
				  * for ever */
};

const struct finding_info *finding_info(enum finding_code code);
bool finding_find(const char *code, enum finding_code *ret_code) MUST_CHECK;
const char *finding_code_text(enum finding_code code);

#define FINDING_CERTIFICATE_NONE (-1)

struct finding {
	enum finding_code code;
	enum severity severity;
	int certificate; /* index in the presented chain, or _NONE */
	bool has_fingerprint;
	uint8_t sha256[CERT_SHA256_LEN]; /* of the certificate at fault, also
					  * when it was not presented */
	char *detail; /* this case in one or two sentences; owned */
	char
	    *missing; /* label of a certificate that should be there; or NULL */
	/* of findings that follow a dated rule (policy.h), else NULL: the rules
	 * by name, and where they are written */
	char *rule, *source;
};

void finding_clear(struct finding *finding);
/* One rule more that the finding follows; each is named once. */
void finding_add_rule(
    struct finding *finding, const char *name, const char *source);
