/*
 * Reads the list out of a Certificate handshake message (RFC 5246 7.4.2,
 * RFC 8446 4.4.2): foreign bytes, bounded. Pure; a fuzzer feeds it.
 */
#pragma once

#include "base/error.h"
#include "model/observation.h"

/* take_body: the message without its 4-byte header; the observation keeps it
 * from then on. Fills certs with their digests. On failure sets
 * has_malformed_message and keeps what could be read, of a list that is too
 * long the first OBSERVATION_MAX_CERTS. */
bool cert_message_parse(struct observation *observation, uint8_t *take_body,
    size_t len, bool is_tls13, struct error *err);
/* The OCSP response in a CertificateStatus (RFC 6066 8): of TLS 1.2 the
 * message's body, of TLS 1.3 the extension's content. Lent by bytes. false:
 * there is none that can be read. */
bool cert_status_read(const uint8_t *bytes, size_t len,
    const uint8_t **ret_staple, size_t *ret_len);
