/*
 * struct ocsp: one OCSP response (RFC 6960), read once into plain fields.
 * Immutable. Nothing in it has been verified: who signed it, and may he, is
 * ocsp_signer.h's; what it comes to for a certificate, ocsp_answer.h's.
 *
 * libcrypto takes it apart; the limits are ours.
 */
#pragma once

#include <openssl/ocsp.h>

#include "base/array.h"
#include "base/error.h"
#include "base/timestamp.h"
#include "pki/cert.h"
#include "pki/der_reader.h"

#define OCSP_MAX_BYTES (128u << 10)
#define OCSP_MAX_CERTS 10   /* that come with it; one is usual */
#define OCSP_MAX_SINGLES 16 /* certificates it speaks of; one is usual */

/* What it says of one certificate. */
struct ocsp_single {
	OCSP_CERTID *id;    /* lent by the response */
	int status;	    /* V_OCSP_CERTSTATUS_* */
	int reason;	    /* CRL_REASON_*; REVOKED only; -1: none */
	int64_t revoked_at; /* REVOKED only */
	int64_t this_update, next_update; /* without an end TIMESTAMP_NEVER */
	/* of certificates that ended before, nothing is kept; 0: not said */
	int64_t archive_cutoff;
	bool has_unknown_critical;
	/* the extension of signed certificate timestamps (RFC 6962 3.3), its
	 * octets as in sct_list_read_extension; at NULL: none */
	struct der_slice scts;
};

struct ocsp {
	uint8_t sha256[CERT_SHA256_LEN]; /* of the DER */
	int status;			 /* OCSP_RESPONSE_STATUS_* */
	OCSP_BASICRESP *basic; /* NULL: it says only why there is none */
	int64_t produced_at;
	bool has_unknown_critical;
	int signature_nid, digest_nid; /* NID_undef: not known, or EdDSA */
	ARRAY(struct ocsp_single) singles;
	ARRAY(struct cert *) certs; /* that came with it */
};

/* NULL: it is none that can be read; err says why. */
struct ocsp *ocsp_new(
    const uint8_t *der, size_t der_len, struct error *err) MUST_CHECK;
void ocsp_free(struct ocsp *ocsp); /* NULL is fine */
CLEANUP_DEFINE(struct ocsp, ocsp_free)

/* What it says of that certificate of that issuer (by its name and key); of
 * several the newest. NULL: nothing. */
const struct ocsp_single *ocsp_find(const struct ocsp *ocsp,
    const struct cert *cert, const struct cert *issuer);
/* "it says that one should try later"; NULL where it has an answer. */
const char *ocsp_status_words(const struct ocsp *ocsp);
