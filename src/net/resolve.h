/*
 * Names to addresses by libunbound on our loop: A and AAAA together, TTLs, the
 * hosts file and resolv.conf respected, our own deadline. Names are absolute:
 * no search list. Answers are cached as long as their TTL allows. A failure is
 * not: one that libunbound remembers is asked again where there is time, once.
 *
 * Files are read once: a change of resolv.conf or hosts wants a new resolver.
 * Only a resolver that is made to validates by DNSSEC, and what it finds false
 * is refused: behind forwarders that strip signatures that is every name. So it
 * is a second one, for questions that want proof (net/lookup.h).
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "base/ip_address.h"
#include "base/texts.h"
#include "base/texts.h"
#include "net/loop.h"

struct resolver_options {
	const char
	    *resolv_conf;   /* NULL: the system's; "" : none (root servers) */
	const char *hosts;  /* NULL: the system's; "" : none */
	const char *server; /* NULL, or "address@port" instead of resolv.conf */
	const struct texts *servers; /* NULL, or several of these */
	bool is_validating;
	/* file of DS or DNSKEY records as in a zone; NULL: the root's, built in
	 */
	const char *trust_anchor;
	int64_t timeout_ms; /* per name; 0: RESOLVER_TIMEOUT_MS_DEFAULT */
};

#define RESOLVER_TIMEOUT_MS_DEFAULT 10000
#define TRUST_ANCHOR_MAX_BYTES (64u << 10)

enum resolve_status {
	RESOLVE_OK,
	RESOLVE_NO_NAME,    /* NXDOMAIN */
	RESOLVE_NO_ADDRESS, /* the name is there, without addresses */
	RESOLVE_REFUSED,    /* SERVFAIL, REFUSED, nonsense */
	RESOLVE_TIMEOUT,
};

struct resolve_result {
	enum resolve_status status;
	ARRAY(struct ip_address) addresses; /* IPv4 first, each once; port 0 */
	int64_t ttl_s; /* smallest of what was used; 0 without addresses */
	/* RESOLVE_OK though one of A and AAAA could not be learned: addresses
	 * of that family known from before may still hold. */
	bool is_partial;
	/* Where CNAMEs led from the name, in order: foreign text. */
	struct texts aliases;
	char detail[160]; /* what failed, in words; "" when nothing did */
};

struct resolver;
struct resolve_query;
/* result is lent for the call. The query is gone when fn is called. */
typedef void (*resolve_fn)(void *arg, const struct resolve_result *result);

/* NULL with err when it cannot be had: a named file that cannot be read, a bad
 * server. Where only a file of the system is missing or makes no sense, the
 * resolver works without it (without resolv.conf it asks the local machine,
 * see resolv.conf(5)) and err says so, for the caller to log; it tells of
 * lines of a hosts file that make no sense, too. */
struct resolver *resolver_new(struct loop *loop,
    const struct resolver_options *options, struct error *err);
void resolver_free(struct resolver *resolver); /* cancels what runs */
CLEANUP_DEFINE(struct resolver, resolver_free)
/* What was answered is asked for anew: when the wall clock was set back all
 * that is remembered, a failure too, would hold for as long again. Files are
 * read again by the options it was made of, whose texts must still be there;
 * where they are not any good it goes on as before. What is under way ends as
 * it would have. */
void resolver_forget(struct resolver *resolver);
bool resolver_is_validating(const struct resolver *resolver);
/* The zone of its first trust anchor: "." or, without the dot in the end, that
 * of the file. Lent. */
const char *resolver_anchor_zone(const struct resolver *resolver);
/* Never calls fn before it returns. name: A-labels or any ASCII name. */
struct resolve_query *resolve_start(
    struct resolver *resolver, const char *name, resolve_fn fn, void *arg);
void resolve_cancel(struct resolve_query *query); /* NULL is fine */
