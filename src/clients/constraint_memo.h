/*
 * Does a certificate keep the name constraints of one above it (RFC 5280
 * 4.2.1.10)? libcrypto's answers, asked once for each pair of a judgement,
 * whatever the number of clients and dates.
 */
#pragma once

#include "pki/cert.h"

struct constraint_memo;

struct constraint_memo *constraint_memo_new(void);
void constraint_memo_free(struct constraint_memo *memo);

/* has_common_name: the common name of a certificate without dNSName is held
 * against them too. Constraints that are too many to be held against so many
 * names count as broken. */
bool constraint_memo_allows(struct constraint_memo *memo, const struct cert *ca,
    const struct cert *below, bool has_common_name);
/* CLIENT_NC_* (profile.h) of the kinds of names that its constraints hold. */
uint8_t constraint_kinds_of(const struct cert *ca);
