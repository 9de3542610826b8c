/*
 * What an OCSP responder is asked, and for how long its answer says that it
 * stands: RFC 6960 4.1, in the lightweight profile (RFC 5019, RFC 9654): one
 * certificate, SHA-1 identifiers, no nonce, so that answers can be cached. What
 * an answer says is read elsewhere.
 */
#pragma once

#include "pki/cert.h"

#define OCSP_GET_MAX_URL 255 /* RFC 5019 5: longer ones are posted */

/* The DER; free it. NULL: the certificates have what it needs not. */
uint8_t *ocsp_request_new(
    const struct cert *cert, const struct cert *issuer, size_t *ret_len);
/* The URL to get it by (RFC 6960 A.1); free it. NULL: it has to be posted. */
char *ocsp_request_url(const char *url, const uint8_t *der, size_t len);

struct ocsp_life {
	bool is_successful;		  /* it has an answer, good or bad */
	int64_t this_update, next_update; /* next_update 0: none is given */
};

/* The dates of its first answer; false: these bytes are no OCSP response. */
bool ocsp_life_read(const uint8_t *der, size_t len, struct ocsp_life *ret_life);
