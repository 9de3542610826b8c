/*
 * Parsed CA certificates shared by digest, so that a judgement parses only
 * what was never seen: decoding a public key costs more than a handshake's
 * arithmetic. Leaves are not kept: there are too many of them, and each is
 * judged once. Bounded; what was not used for longest goes first.
 */
#pragma once

#include "model/observation.h"
#include "pki/cert.h"

struct cert_cache;

struct cert_cache *cert_cache_new(size_t max_certs);
void cert_cache_free(struct cert_cache *cache);
CLEANUP_DEFINE(struct cert_cache, cert_cache_free)
/* A reference to the certificate: shared when it is a CA's, else parsed for
 * this call. Never NULL (cert.h: also for what cannot be parsed). */
struct cert *cert_cache_get(
    struct cert_cache *cache, const struct observation_cert *sent);
size_t cert_cache_len(const struct cert_cache *cache);
