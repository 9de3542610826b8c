/*
 * struct approach: how we come to an endpoint, where that is not plain: through
 * a proxy, with a PROXY protocol header, with a client certificate, from an
 * address of our own, by one family. Made by config (or by the command's
 * options), shared by the endpoints that have it, and changed by nobody then.
 * An endpoint without any (NULL) is dialled plainly. A plain value: secrets are
 * named by their files here and never held.
 */
#pragma once

#include "pki/hostname.h"

enum proxy_kind {
	PROXY_NONE,
	PROXY_HTTP,   /* CONNECT (RFC 9110 9.3.6) */
	PROXY_SOCKS5, /* RFC 1928 */
	PROXY_KIND_COUNT,
};

/* The PROXY protocol, by which load balancers say who connects. */
enum proxy_header {
	PROXY_HEADER_NONE,
	PROXY_HEADER_V1,
	PROXY_HEADER_V2,
	PROXY_HEADER_COUNT,
};

/* Which of the addresses that names have. */
enum address_choice {
	ADDRESS_CHOICE_BOTH,
	ADDRESS_CHOICE_IPV4,
	ADDRESS_CHOICE_IPV6,
	ADDRESS_CHOICE_COUNT,
};

struct approach_proxy {
	enum proxy_kind kind;
	struct hostname host;
	uint16_t port;
	char *user; /* as it was written in the URL; NULL: none */
};

struct approach_identity {
	char *cert_file; /* PEM, leaf first; NULL: none is shown */
	char *key_file;	 /* NULL: the key stands in cert_file */
};

struct approach {
	struct approach_proxy proxy;
	char *credentials_file; /* of the proxy; NULL: none */
	int resolution;		/* enum approach_resolution */
	int header;		/* enum proxy_header */
	int addresses;		/* enum address_choice */
	struct approach_identity identity;
	struct ip_address source; /* family 0: what the kernel takes */
	unsigned refs;
};

/* Who asks DNS when there is a proxy. */
enum approach_resolution {
	APPROACH_RESOLVES_HERE, /* each address is looked at on its own */
	APPROACH_RESOLVES_PROXY,
	APPROACH_RESOLUTION_COUNT,
};

struct approach *approach_new(void); /* one reference, plain */
struct approach *approach_ref(struct approach *approach);
void approach_unref(struct approach *approach); /* NULL is fine */
CLEANUP_DEFINE(struct approach, approach_unref)
/* What may be changed in place of *slot: itself when nobody shares it, else a
 * copy; a plain one for NULL. Lent by the slot. */
struct approach *approach_edit(struct approach **slot);
void approach_proxy_clear(struct approach_proxy *proxy);
void approach_identity_clear(struct approach_identity *identity);

/* NULL is the same as one that is plain. */
bool approach_equal(const struct approach *a, const struct approach *b);
bool approach_has_proxy(const struct approach *approach);
/* The same proxy, whoever asks it. */
bool approach_proxy_equal(
    const struct approach_proxy *a, const struct approach_proxy *b);
/* By which a proxy is known, or its credentials there: 32 bytes. */
void approach_proxy_digest(
    const struct approach *approach, bool with_credentials, uint8_t *ret);
/* Names are left to the proxy. */
bool approach_leaves_names(const struct approach *approach);
bool approach_has_identity(const struct approach *approach);
/* Does an address that a name has come into question? A source address of one
 * family reaches that family alone, unless it is the proxy that is dialled. */
bool approach_takes(
    const struct approach *approach, const struct ip_address *address);

/* The words of the configuration, NULL-terminated, in the order of the enums:
 * "none", "v1", "v2"; "both", "ipv4", "ipv6"; "local", "proxy". */
extern const char *const approach_header_words[];
extern const char *const approach_address_words[];
extern const char *const approach_resolution_words[];
/* "http", "socks5". */
const char *proxy_kind_text(enum proxy_kind kind);
