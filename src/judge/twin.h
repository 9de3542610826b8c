/*
 * Certificates of one CA beside each other: the same name, mostly the same key,
 * issued again or by somebody else. Told apart by fingerprint, related by key.
 */
#pragma once

#include "judge/judgement.h"

/* A newer certificate of the same intermediate, by the same issuer, does all
 * that this one did; NULL: none that was sent or that the best path uses. */
const struct cert *twin_successor(
    const struct judgement *judgement, const struct cert *cert);
/* Another of equal subject and key, by another issuer, that clients use or
 * hold; NULL: none. */
const struct cert *twin_by_another(
    const struct judgement *judgement, const struct cert *cert);
