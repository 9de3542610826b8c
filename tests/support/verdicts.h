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

/* A server's own certificate in more detail; zero is what nobody minds. */
struct made_leaf {
	int64_t not_before, not_after; /* 0: as the chain says */
	const char *issuer;	       /* NULL: "Test CA" */
	const char *names;	       /* "a.example,b.example"; NULL: none */
	enum cert_key_kind key_kind;
	int key_bits;
	bool is_for_servers_only; /* else no usage is told */
	bool has_pointer;
};

struct made_chain {
	const char *certs[VERDICTS_MAX_CERTS]; /* leaf first; NULL ends it */
	struct made_finding findings[VERDICTS_MAX_FINDINGS];
	size_t finding_count; /* worst first */
	int64_t leaf_not_before;
	const struct made_leaf *leaf; /* NULL: all zero */
	int64_t breaks_at;
	const char *refused_by; /* a client of the table; NULL: none is asked,
				 * "": none refuses */
};

/* One reference. The severity is the worst of the findings; it is valid when
 * that is no critical one. The same certificates give the same chain. */
struct verdict *verdict_made(const struct made_chain *chain);
/* The fingerprint that a certificate of that name has. */
void verdict_made_sha256(const char *name, uint8_t ret[CERT_SHA256_LEN]);
