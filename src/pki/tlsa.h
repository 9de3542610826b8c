/*
 * struct tlsa: one TLSA record as a value (RFC 6698, RFC 7671): what it says of
 * a certificate, and whether a certificate is the one it speaks of.
 */
#pragma once

#include "base/strbuf.h"
#include "pki/cert.h"
#include "pki/signature.h"

enum tlsa_usage {
	TLSA_PKIX_TA, /* a CA; and a valid chain to a trust store */
	TLSA_PKIX_EE, /* the server's own; and a valid chain */
	TLSA_DANE_TA, /* a CA; no trust store is asked */
	TLSA_DANE_EE, /* the server's own, and nothing else counts */
};

enum tlsa_selector { TLSA_WHOLE, TLSA_KEY };
enum tlsa_matching { TLSA_EXACT, TLSA_SHA256, TLSA_SHA512 };

struct tlsa {
	uint8_t usage, selector, matching;
	uint8_t *data; /* owned */
	size_t len;
};

void tlsa_clear(struct tlsa *record);
/* Why clients pass the record over, after "it"; NULL: they do not. */
const char *tlsa_fault(const struct tlsa *record);
/* Does the record speak of this certificate, by selector and matching? The
 * usage is not looked at. */
bool tlsa_matches(const struct tlsa *record, const struct cert *cert);
/* Did the key in the record sign the certificate, where the record has a whole
 * CA certificate or its key (matching 0), which a server need not send? */
bool tlsa_signed(const struct tlsa *record, const struct cert *cert,
    struct signature_cache *signatures);

#define TLSA_SHOWN_MAX 64 /* bytes of an association that are written out */

/* "3 1 1 00ff...", as in a zone; what is longer than a digest is cut. */
void tlsa_format(struct strbuf *buf, const struct tlsa *record);
/* The same of the record that would speak of the certificate; by SHA-256 where
 * it would not fit a line. False: the certificate cannot be read. */
bool tlsa_format_for(struct strbuf *buf, const struct cert *cert, uint8_t usage,
    uint8_t selector, uint8_t matching) MUST_CHECK;
