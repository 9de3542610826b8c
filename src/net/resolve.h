/*
 * Names to addresses by libunbound on our loop: A and AAAA together, TTLs, the
 * hosts file and resolv.conf respected, our own deadline. Names are absolute:
 * no search list.
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "base/ip_address.h"
#include "net/loop.h"

struct resolver_options {
	const char
	    *resolv_conf;   /* NULL: the system's; "" : none (root servers) */
	const char *hosts;  /* NULL: the system's */
	const char *server; /* NULL, or "address@port" instead of resolv.conf */
	int64_t timeout_ms; /* per name */
};

enum resolve_status {
	RESOLVE_OK,
	RESOLVE_NO_NAME,    /* NXDOMAIN for both types */
	RESOLVE_NO_ADDRESS, /* the name is there, without addresses */
	RESOLVE_REFUSED,    /* SERVFAIL, REFUSED, nonsense */
	RESOLVE_TIMEOUT,
};

struct resolve_result {
	enum resolve_status status;
	ARRAY(struct ip_address) addresses; /* IPv4 first, each once; port 0 */
	int64_t ttl_s;
	char detail[160];
};

struct resolver;
struct resolve_query;
/* result is lent for the call. The query is gone when it returns. */
typedef void (*resolve_fn)(void *arg, const struct resolve_result *result);

struct resolver *resolver_new(struct loop *loop,
    const struct resolver_options *options, struct error *err);
void resolver_free(struct resolver *resolver); /* cancels what runs */
CLEANUP_DEFINE(struct resolver, resolver_free)
/* Never calls fn before it returns. name: A-labels or any ASCII name. */
struct resolve_query *resolve_start(
    struct resolver *resolver, const char *name, resolve_fn fn, void *arg);
void resolve_cancel(struct resolve_query *query);
