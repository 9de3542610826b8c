/*
 * struct cert_set: certificates to be found by subject name or digest: a trust
 * store's anchors, known issuers. Each certificate once.
 */
#pragma once

#include "pki/cert.h"

struct cert_set;

struct cert_set *cert_set_new(void);
void cert_set_free(struct cert_set *set);
CLEANUP_DEFINE(struct cert_set, cert_set_free)
/* Takes a reference; false when it was there already or is malformed. */
bool cert_set_add(struct cert_set *set, struct cert *cert);
size_t cert_set_len(const struct cert_set *set);
struct cert *cert_set_at(const struct cert_set *set, size_t i); /* lent */
struct cert *cert_set_find(
    const struct cert_set *set, const uint8_t sha256[CERT_SHA256_LEN]);
/* Walks all whose subject is the issuer name of cert: start with *cursor = 0;
 * NULL at the end. */
struct cert *cert_set_next_issuer(
    const struct cert_set *set, const struct cert *cert, size_t *cursor);
/* The same for others of equal subject and key: twins (cross-signs). Not cert
 * itself. */
struct cert *cert_set_next_twin(
    const struct cert_set *set, const struct cert *cert, size_t *cursor);
