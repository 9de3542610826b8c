/*
 * Proxies as dialogues: a way to the target is asked for, and what follows is
 * the target's. And the PROXY protocol header, which is only said.
 */
#pragma once

#include "base/ip_address.h"
#include "model/approach.h"
#include "model/credentials.h"
#include "probe/dialogue.h"

/* RFC 9110 9.3.6, with Basic credentials (RFC 7617). */
extern const struct dialogue_kind proxy_http;
/* RFC 1928, with user and password (RFC 1929). */
extern const struct dialogue_kind proxy_socks5;
/* The PROXY protocol of HAProxy, version 1 and 2. */
extern const struct dialogue_kind proxy_header_v1, proxy_header_v2;

/* What all proxies have in common, for the initialiser of a kind. */
#define PROXY_KIND_COMMON \
	.peer = "the proxy", .closed = FAILURE_PROXY_CLOSED, \
	.broken = FAILURE_PROXY_CLOSED, .silent = FAILURE_PROXY_TIMEOUT, \
	.too_long = FAILURE_PROXY_TOO_LONG, .clear = proxy_clear

/* Asks for the way to host, a name or an address, and port. credentials NULL:
 * there are none; copied. */
struct dialogue *proxy_dialogue(enum proxy_kind kind, const char *host,
    uint16_t port, const struct credentials *credentials);
/* Says who connects where. Where one of them is unknown, or they are of two
 * families, only that the connection is a plain one. NULL: no header. */
struct dialogue *proxy_header_dialogue(enum proxy_header header,
    const struct ip_address *from, const struct ip_address *to);

/* ---- for the kinds ------------------------------------------------------- */

/* NULL: there are none. */
const struct credentials *proxy_credentials(const struct dialogue *dialogue);
void proxy_clear(struct dialogue *dialogue);
