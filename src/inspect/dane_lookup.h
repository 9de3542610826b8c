/*
 * The TLSA records of one service, asked for once (RFC 7671 7): at the name to
 * which CNAMEs lead, where that way is proven, and else, or if there are none,
 * at the name itself.
 */
#pragma once

#include "model/dane.h"
#include "net/lookup.h"

struct dane_service {
	const char *host; /* without "_port._tcp." */
	uint16_t port;
	bool is_without_pkix; /* as that of struct dane */
};

struct dane_lookup;
/* dane is lent for the call; ttl_s: how long it holds, 0: not known. The lookup
 * is gone when fn is called. */
typedef void (*dane_lookup_fn)(void *arg, struct dane *dane, int64_t ttl_s);

/* The resolver validates. Never calls fn before it returns. */
struct dane_lookup *dane_lookup_start(struct resolver *resolver,
    const struct dane_service *service, dane_lookup_fn fn, void *arg);
void dane_lookup_cancel(struct dane_lookup *lookup); /* NULL is fine */
