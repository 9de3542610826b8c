/*
 * struct crl: one certificate revocation list (RFC 5280 5), read once into
 * plain fields. Immutable. Used by the judge, which decides for which
 * certificates it speaks (crl_scope.h) and whether to believe it; nothing here
 * has been verified.
 *
 * A list of a large CA has a million entries: they are walked in the DER, kept
 * as offsets into it and sorted, never decoded as a whole.
 */
#pragma once

#include <openssl/x509v3.h>

#include "base/array.h"
#include "base/error.h"
#include "base/timestamp.h"
#include "pki/cert.h"
#include "pki/der_reader.h"

#define CRL_MAX_BYTES (64u << 20)
#define CRL_MAX_ENTRIES 2000000
#define CRL_MAX_ISSUERS 10000 /* CAs an indirect list speaks for */
#define CRL_MAX_SERIAL 64     /* octets; RFC 5280 allows 20 */

/* What a list can speak of, as bits of ReasonFlags (RFC 5280 4.2.1.13). The
 * reasons of entries are those of 5.3.1: libcrypto's CRL_REASON_*. */
#define CRL_ALL_REASONS 0x1feu

struct crl_entry {
	int64_t date;	    /* revoked since then, says the list */
	uint32_t serial_at; /* offset in the DER */
	uint16_t issuer;    /* index in crl.issuers */
	uint8_t serial_len;
	int8_t reason;
};

/* What is left of a list that was too long to be kept whole (crl_walk.h). */
struct crl_cut {
	uint8_t digest[64];   /* of the signed part, as its algorithm has it */
	unsigned digest_len;  /* 0: it is signed without a digest */
	size_t whole_len;     /* of the DER that was walked */
	uint32_t entry_count; /* that it had */
	/* of whom the entries are here: crl_serial_hash, sorted */
	ARRAY(uint64_t) asked;
};

struct crl {
	uint8_t sha256[CERT_SHA256_LEN]; /* of the DER */
	const uint8_t *der;
	size_t der_len;

	X509_NAME *issuer;
	uint64_t issuer_hash; /* as cert.subject_hash */
	const char *label;    /* what people call the issuer; printable */

	int64_t this_update, next_update; /* both inclusive; without an end
					   * TIMESTAMP_NEVER */

	/* extensions */
	ASN1_INTEGER *number; /* NULL: none */
	bool is_number_critical;
	ASN1_INTEGER *base;	   /* of a delta list: what it is a change to */
	ISSUING_DIST_POINT *scope; /* NULL: all that its issuer issued */
	struct der_slice scope_der;
	unsigned reasons;		   /* that it speaks of, as bits */
	struct der_slice authority_key_id; /* the extension's value */
	struct der_slice freshest;	   /* the same; see crl_freshest.h */
	const char *unknown_critical;	   /* OID of one; NULL: none */

	/* signature: over tbs, checked by signature_check_crl */
	struct der_slice tbs; /* not so when it is cut */
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *signature;
	bool is_consistent; /* inner and outer AlgorithmIdentifier agree */

	struct crl_cut *cut;		 /* owned; NULL: all of it is here */
	ARRAY(struct crl_entry) entries; /* sorted by serial */
	/* whose certificates entries are about; the first is `issuer`, others
	 * come from certificateIssuer and are owned */
	ARRAY(X509_NAME *) issuers;
};

/* Copies the bytes. NULL: it is no list that can be read; err says why. */
struct crl *crl_new(
    const uint8_t *der, size_t der_len, struct error *err) MUST_CHECK;
void crl_free(struct crl *crl); /* NULL is fine */
CLEANUP_DEFINE(struct crl, crl_free)

/* The entry about that certificate: its serial and its issuer's name. NULL:
 * there is none. */
const struct crl_entry *crl_find(
    const struct crl *crl, const struct cert *cert);
/* Is crl_find's answer the list's? Of one that is cut only about those that
 * were asked for. */
bool crl_knows(const struct crl *crl, const struct cert *cert);
/* By what serials are asked for; two may share one. */
uint64_t crl_serial_hash(const struct cert *cert);
/* "key compromise"; NULL where the list gives no reason. */
const char *crl_reason_words(int reason);
bool crl_is_indirect(const struct crl *crl);
/* Is the list's issuer of that certificate's name? */
bool crl_names_issuer(const struct crl *crl, const struct cert *issuer);
