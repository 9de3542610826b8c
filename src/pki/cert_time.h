/* ASN.1 times to seconds since 1970. */
#pragma once

#include <openssl/asn1.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

/* *ret_is_odd: it can be read, as OpenSSL 3.0 does, but is not one of the two
 * forms of RFC 5280 4.1.2.5 (YYMMDDHHMMSSZ, YYYYMMDDHHMMSSZ): seconds are left
 * out, there is a fraction of them, or a zone. false: no time at all. */
bool cert_time_read(
    const ASN1_TIME *time, int64_t *ret_seconds, bool *ret_is_odd) MUST_CHECK;
/* The two forms of RFC 5280 only, from contents octets: tag is that of UTCTime
 * or GeneralizedTime. */
bool cert_time_read_octets(int tag, const uint8_t *octets, size_t len,
    int64_t *ret_seconds) MUST_CHECK;
