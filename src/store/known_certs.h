/*
 * Which certificates are known to be stored: a bounded memory of digests, so
 * that a chain seen again costs no row. Forgetting is harmless.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "pki/cert.h"

#define KNOWN_CERTS_SLOTS 4096 /* a power of two */

struct known_certs;

struct known_certs *known_certs_new(void);
void known_certs_free(struct known_certs *known);
/* Notes it; true: it was known already. */
bool known_certs_note(
    struct known_certs *known, const uint8_t sha256[CERT_SHA256_LEN]);
/* After certificates were deleted, or a write that failed for good. */
void known_certs_forget(struct known_certs *known);
