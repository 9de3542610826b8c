/*
 * Issuers seen elsewhere in the fleet: what lets the judge name the missing
 * intermediate and give the whole chain to serve instead. Only certificates
 * that stood on a presented path to an anchor are taken in, so that nobody
 * fills it by sending nonsense. Bounded; the newer half stays when it is full.
 */
#pragma once

#include "model/report.h"
#include "pki/cert_set.h"

struct known_issuers;

struct known_issuers *known_issuers_new(size_t max_certs);
void known_issuers_free(struct known_issuers *known);
CLEANUP_DEFINE(struct known_issuers, known_issuers_free)
/* Takes in what this report's paths prove to be issuers. */
void known_issuers_learn(
    struct known_issuers *known, const struct report *report);
/* One that was learnt before, by another run. */
void known_issuers_add(struct known_issuers *known, struct cert *cert);
/* Called with each that is learnt, lent; not for those added. */
typedef void (*known_issuers_fn)(void *arg, const struct cert *cert);
void known_issuers_on_learnt(
    struct known_issuers *known, known_issuers_fn fn, void *arg);
const struct cert_set *known_issuers_set(const struct known_issuers *known);
/* Never 0; grows with each certificate learnt. */
uint64_t known_issuers_generation(const struct known_issuers *known);
