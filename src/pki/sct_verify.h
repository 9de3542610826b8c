/*
 * Did a log really sign this timestamp (RFC 6962 3.2)? What it signs is the
 * certificate where the timestamp came beside it, and where it is embedded the
 * precertificate: the same without the list, and the key of its issuer. A
 * value; the judge asks.
 */
#pragma once

#include <openssl/evp.h>

#include "pki/cert.h"
#include "pki/sct.h"

/* What a log has put its name to, for all timestamps of one kind. */
struct sct_entry;

/* Of those that came in the handshake or in a staple. */
struct sct_entry *sct_entry_of_cert(const struct cert *cert);
/* Of those embedded. The issuer is the one of the certificate as it stands,
 * also where a precertificate signing certificate stood between (RFC 6962 3.1).
 * NULL with the reason: the certificate cannot be taken apart. */
struct sct_entry *sct_entry_of_precert(
    const struct cert *cert, const struct cert *issuer, struct error *err);
void sct_entry_free(struct sct_entry *entry);
CLEANUP_DEFINE(struct sct_entry, sct_entry_free)

enum sct_check {
	SCT_CHECK_GOOD,
	SCT_CHECK_BAD,
	SCT_CHECK_UNSUPPORTED, /* of a version or by an algorithm that RFC 6962
				* does not know */
};

/* Costs about as much as any signature by such a key. */
enum sct_check sct_verify(
    const struct sct *sct, const struct sct_entry *entry, EVP_PKEY *log_key);

/* A log's key out of its SubjectPublicKeyInfo: P-256, or RSA of 2048 bits and
 * more (RFC 6962 2.1.4); free it by EVP_PKEY_free. NULL with the reason. */
EVP_PKEY *sct_log_key(const uint8_t *der, size_t len, struct error *err);
