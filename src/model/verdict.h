/*
 * struct verdict: a report made small: what state and incidents need of it,
 * shared by every target that shows this chain under this name. The memo keeps
 * verdicts; whole reports are made again when an event needs one.
 */
#pragma once

#include <stdint.h>

#include "model/cert_facts.h"
#include "model/report.h"

struct verdict_finding {
	uint16_t code; /* enum finding_code */
	uint8_t severity;
	bool has_fingerprint;
	uint8_t sha256[CERT_SHA256_LEN];
};

struct verdict {
	uint8_t chain_id[CERT_SHA256_LEN];
	bool is_valid;
	bool is_dane_open; /* nothing can be said of TLSA records now */
	uint8_t severity;
	uint16_t cert_count, finding_count;
	struct cert_facts **certs;	  /* each a counted reference */
	struct verdict_finding *findings; /* root cause first */
	int64_t breaks_at, holds_until;
	/* "Java and Go": clients that matter and refuse a valid chain; NULL:
	 * none. Owned. */
	char *refused_by;
	uint64_t accepting; /* clients that do, by their place in the table */
	unsigned refs;
};

struct verdict *verdict_new(const struct report *report);
/* The same as `like`, which need not be one of ours: its certs and findings are
 * copied. What a store kept becomes a verdict again. */
struct verdict *verdict_copy(const struct verdict *like);
struct verdict *verdict_ref(struct verdict *verdict);
void verdict_unref(struct verdict *verdict);
CLEANUP_DEFINE(struct verdict, verdict_unref)
const struct verdict_finding *verdict_find(
    const struct verdict *verdict, enum finding_code code);
/* Same certificates in the same order. */
bool verdict_same_chain(const struct verdict *a, const struct verdict *b);
