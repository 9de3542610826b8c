/*
 * One question of any type to a resolver, and whether the answer is proven by
 * DNSSEC. The rules are those of resolve.h: our own deadline, no answer before
 * lookup_start has returned, cancelled at any moment.
 */
#pragma once

#include "net/dns_records.h"
#include "net/resolve.h"

enum lookup_security {
	LOOKUP_INSECURE, /* not signed, or the resolver does not validate */
	LOOKUP_SECURE,	 /* proven, also that there is no such record */
	LOOKUP_BOGUS,	 /* should be provable, and is not: nothing counts */
};

#define LOOKUP_DETAIL_MAX 256

struct lookup_result {
	enum resolve_status status; /* RESOLVE_NO_ADDRESS: no such record */
	enum lookup_security security;
	struct dns_records records; /* with RESOLVE_OK; of others canonical and
				     * TTL at most */
	char detail[LOOKUP_DETAIL_MAX]; /* what failed, or why it is bogus, safe
					 * to print; "" when nothing did */
};

struct lookup;
/* result is lent for the call. The lookup is gone when fn is called. */
typedef void (*lookup_fn)(void *arg, const struct lookup_result *result);

struct lookup *lookup_start(struct resolver *resolver, const char *name,
    enum dns_type type, lookup_fn fn, void *arg);
void lookup_cancel(struct lookup *lookup); /* NULL is fine */
