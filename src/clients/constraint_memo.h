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

/* Is the common name held against them as if it were a dNSName? */
enum constraint_common_name {
	CONSTRAINT_CN_FREE,
	CONSTRAINT_CN_OF_HOST,	   /* without dNSName, if it could be a host */
	CONSTRAINT_CN_WITHOUT_SAN, /* whatever it is */
};

/* kinds: CLIENT_NC_* that are looked at. Constraints that are too many to be
 * held against so many names count as broken. */
bool constraint_memo_allows(struct constraint_memo *memo, const struct cert *ca,
    const struct cert *below, uint8_t kinds,
    enum constraint_common_name common_name);
/* CLIENT_NC_* (profile.h) of the kinds of names that its constraints hold. */
uint8_t constraint_kinds_of(const struct cert *ca);
