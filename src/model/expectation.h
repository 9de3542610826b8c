/*
 * struct expectation: what the operator says of an endpoint's certificate: who
 * may have issued it, and which keys it may have. Made by config, shared by the
 * endpoints that have it, held against the chain by the judge. A plain value.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/error.h"
#include "pki/cert.h"

#define EXPECTED_TEXT_MAX 512 /* bytes of one entry */

enum expected_kind {
	EXPECTED_NAME,	      /* a common name, organisation or whole name */
	EXPECTED_CERTIFICATE, /* its SHA-256 fingerprint */
	EXPECTED_KEY,	      /* SHA-256 of a SubjectPublicKeyInfo */
};

struct expected {
	enum expected_kind kind;
	char *text; /* as it was written; owned */
	uint8_t sha256[CERT_SHA256_LEN];
};

struct expectation {
	ARRAY(struct expected) issuers; /* any of them will do; none: all */
	ARRAY(struct expected) keys;	/* of the server's own certificate */
	unsigned refs;
};

struct expectation *expectation_new(void); /* one reference, empty */
struct expectation *expectation_ref(struct expectation *expectation);
void expectation_unref(struct expectation *expectation); /* NULL is fine */
CLEANUP_DEFINE(struct expectation, expectation_unref)
/* NULL is one that expects nothing. */
bool expectation_equal(
    const struct expectation *a, const struct expectation *b);
/* The same number for equal ones, 0 for NULL. */
uint64_t expectation_hash(const struct expectation *expectation);

/*
 * Adds one entry as people write it. Of an issuer: a name; the fingerprint of a
 * CA's certificate, as 64 hexadecimal digits with or without ':'; or its key.
 * Of a key: sha256//BASE64 as curl has it, BASE64 alone, or 64 hexadecimal
 * digits. err begins with a verb.
 */
bool expectation_add_issuer(struct expectation *expectation, const char *text,
    struct error *err) MUST_CHECK;
bool expectation_add_key(struct expectation *expectation, const char *text,
    struct error *err) MUST_CHECK;
