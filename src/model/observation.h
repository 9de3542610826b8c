/*
 * What one probe saw, judged by nobody yet: the certificates in the order
 * sent, protocol facts, timings, or how it failed. Made by probe, owned by
 * whoever gets it.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "model/failure.h"
#include "model/variant.h"
#include "pki/cert.h"

#define OBSERVATION_MAX_CERTS 100
#define OBSERVATION_MAX_BYTES (256u << 10) /* of the Certificate message */
#define OBSERVATION_DETAIL_MAX 256

struct observation_cert {
	const uint8_t *der; /* into message */
	size_t der_len;
	uint8_t sha256[CERT_SHA256_LEN];
	X509 *x509; /* as libssl parsed it, a reference; NULL: not at hand */
	/* the OCSP response that came with it: into message, in TLS 1.2 into
	 * status (of the first certificate only); NULL: none */
	const uint8_t *staple;
	size_t staple_len;
};

struct observation {
	int64_t started_at;   /* wall, seconds */
	enum variant variant; /* how it was asked */
	uint8_t *message;     /* copy of the Certificate message's body */
	size_t message_len;
	ARRAY(struct observation_cert) certs; /* empty: none was seen */
	bool has_malformed_message; /* the list itself could not be read */
	bool was_staple_asked;
	uint8_t *status; /* TLS 1.2: body of CertificateStatus; NULL: none */
	/* timestamps of transparency logs for the first certificate (RFC 6962
	 * 3.3.1): into message, in TLS 1.2 into own_scts; NULL: none */
	const uint8_t *scts;
	size_t scts_len;
	uint8_t *own_scts;

	int tls_version; /* 0x0301 ... 0x0304; 0: not agreed */
	char cipher[48];
	bool was_client_cert_requested, is_client_cert_required;
	bool was_client_cert_sent, is_client_cert_refused; /* ours */

	enum failure
	    failure; /* the chain may have been captured all the same */
	char detail[OBSERVATION_DETAIL_MAX]; /* words, safe to print */

	/* -1: not reached; talk: what is said before TLS */
	int64_t dial_ms, talk_ms, handshake_ms, total_ms;
};

struct observation *observation_new(void);
void observation_free(struct observation *observation);
CLEANUP_DEFINE(struct observation, observation_free)
/* What the conversation itself was to people, whatever the chain is: the
 * finding of its failure, or that a client certificate is demanded;
 * FINDING_COUNT: nothing. */
enum finding_code observation_finding(const struct observation *observation);
/* SHA-256 over the staples, each at its place; zeroes where there is none, as
 * most servers have it. */
void observation_digest_staples(
    const struct observation *observation, uint8_t ret_digest[CERT_SHA256_LEN]);
/* SHA-256 over the timestamps; zeroes where there are none. */
void observation_digest_scts(
    const struct observation *observation, uint8_t ret_digest[CERT_SHA256_LEN]);
