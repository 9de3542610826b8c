/*
 * struct cert_facts: a certificate made small, kept once in the process however
 * many verdicts point to it: a thousand endpoints share a few intermediates,
 * and an endpoint at three addresses shares its leaf.
 *
 * Single-threaded: the loop's thread only.
 */
#pragma once

#include <stdint.h>

#include "model/cert_details.h"

struct cert_facts {
	uint8_t sha256[CERT_SHA256_LEN];
	uint8_t key_sha256[32];
	int64_t not_before, not_after;
	const char *label;
	const char *issuer_label;
	/* NULL: none was kept; what was stored long ago has none */
	const struct cert_details *details;
};

/* A counted reference to the facts of that certificate. */
struct cert_facts *cert_facts_new(const struct cert *cert, bool with_details);
/* The same of facts that need not be among those kept: they are copied. */
struct cert_facts *cert_facts_share(const struct cert_facts *like);
void cert_facts_release(struct cert_facts *facts);
