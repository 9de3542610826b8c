/*
 * Which servers DNS names for a service: MX (RFC 5321 5.1, RFC 7505) or SRV
 * (RFC 2782) records, best first.
 */
#pragma once

#include "model/dns_service.h"
#include "net/lookup.h"

struct service_answer {
	bool is_known;	/* the answer came and makes sense; hosts may be none */
	bool is_denied; /* DNS says that there is no such service */
	ARRAY(struct dns_service_host) hosts; /* best first, each once */
	int64_t ttl_s;
	char detail[LOOKUP_DETAIL_MAX]; /* why it is not known */
};

struct service_lookup;
/* answer is lent for the call. The lookup is gone when fn is called. */
typedef void (*service_lookup_fn)(
    void *arg, const struct service_answer *answer);

struct service_lookup *service_lookup_start(struct resolver *resolver,
    const struct dns_service *service, service_lookup_fn fn, void *arg);
void service_lookup_cancel(struct service_lookup *lookup); /* NULL is fine */
