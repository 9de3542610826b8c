/*
 * Signatures as the Standard Webhooks specification says: HMAC-SHA256 over
 * "id.timestamp.body", one for each secret.
 */
#pragma once

#include "base/strbuf.h"
#include "files/secret.h"

/* "v1,BASE64 v1,BASE64"; nothing when there are no secrets. */
void webhook_sign(struct strbuf *buf, const struct secrets *secrets,
    const char *id, int64_t timestamp, const void *body, size_t len);
