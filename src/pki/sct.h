/*
 * Signed certificate timestamps (RFC 6962): the list that a certificate, a
 * staple or the handshake carries, taken apart. Whether a log really signed
 * them is not looked at here.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define SCT_LOG_ID_LEN 32
#define SCT_LIST_MAX 32		 /* timestamps; a certificate has two to five */
#define SCT_LIST_MAX_BYTES 16384 /* of one list */
#define SCT_V1 0

struct sct {
	uint8_t version;      /* SCT_V1; of others only the bytes are known */
	const uint8_t *bytes; /* the whole, lent by the list */
	size_t len;
	/* version 1 only */
	const uint8_t *log_id; /* SCT_LOG_ID_LEN octets */
	int64_t timestamp_ms;  /* milliseconds since 1970 */
	const uint8_t *extensions;
	size_t extensions_len;
	uint8_t hash_algorithm, signature_algorithm; /* RFC 5246 7.4.1.4.1 */
	const uint8_t *signature;
	size_t signature_len;
};

struct sct_list {
	struct sct items[SCT_LIST_MAX];
	size_t len;
};

/* A SignedCertificateTimestampList (RFC 6962 3.3): all of the bytes, at least
 * one timestamp. What it gives points into bytes. */
bool sct_list_read(const uint8_t *bytes, size_t len, struct sct_list *ret_list,
    struct error *err) MUST_CHECK;
/* The same out of the extension's octets, where an OCTET STRING is around it.
 * *ret_octets owns the bytes that the list points into; free it. */
bool sct_list_read_extension(const uint8_t *octets, size_t len,
    struct sct_list *ret_list, uint8_t **ret_octets,
    struct error *err) MUST_CHECK;
/* Milliseconds since 1970 of the earliest of version 1; 0: there is none. */
int64_t sct_list_earliest_ms(const struct sct_list *list);
