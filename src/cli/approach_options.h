/*
 * The options that say how to come to a host: through a proxy, with a client
 * certificate and so on. The same for each command that connects to one.
 */
#pragma once

#include "cli/options.h"
#include "model/approach.h"

struct approach_options {
	const char *proxy, *credentials, *resolution, *header;
	const char *cert, *key, *source;
	bool is_ipv4, is_ipv6;
};

/* Rows for a struct that has `struct approach_options` as that member. */
#define APPROACH_OPTION_ROWS(struct_type, member) \
	{ \
	    .name = "proxy", \
	    .kind = OPTION_TEXT, \
	    .offset = offsetof(struct_type, member.proxy), \
	    .value = "URL", \
	    .help = "go through http://HOST:PORT (CONNECT) or " \
		    "socks5://HOST:PORT", \
	}, \
	    { \
		.name = "proxy-credentials", \
		.kind = OPTION_TEXT, \
		.offset = offsetof(struct_type, member.credentials), \
		.value = "FILE", \
		.help = "user:password for the proxy on its first line", \
	    }, \
	    { \
		.name = "proxy-resolve", \
		.kind = OPTION_TEXT, \
		.offset = offsetof(struct_type, member.resolution), \
		.value = "WHO", \
		.help = "who asks DNS for HOST: local (each address is " \
			"looked at) or proxy", \
	    }, \
	    { \
		.name = "proxy-protocol", \
		.kind = OPTION_TEXT, \
		.offset = offsetof(struct_type, member.header), \
		.value = "VERSION", \
		.help = "begin with a PROXY protocol header: v1 or v2", \
	    }, \
	    { \
		.name = "client-cert", \
		.kind = OPTION_TEXT, \
		.offset = offsetof(struct_type, member.cert), \
		.value = "FILE", \
		.help = "a certificate to show to servers that ask for one, " \
			"then its chain (PEM)", \
	    }, \
	    { \
		.name = "client-key", \
		.kind = OPTION_TEXT, \
		.offset = offsetof(struct_type, member.key), \
		.value = "FILE", \
		.help = "its private key, when that is not in the same file", \
	    }, \
	    { \
		.name = "ipv4", \
		.kind = OPTION_FLAG, \
		.offset = offsetof(struct_type, member.is_ipv4), \
		.help = "only the IPv4 addresses of names", \
	    }, \
	    { \
		.name = "ipv6", \
		.kind = OPTION_FLAG, \
		.offset = offsetof(struct_type, member.is_ipv6), \
		.help = "only the IPv6 addresses of names", \
	    }, \
	{ \
		.name = "source", .kind = OPTION_TEXT, \
		.offset = offsetof(struct_type, member.source), \
		.value = "ADDRESS", \
		.help = "connect from this address of the machine", \
	}

/* *ret_approach: a reference; NULL when none of the options was given. Nothing
 * is read yet. */
bool approach_options_apply(const struct approach_options *options,
    struct approach **ret_approach, struct error *err) MUST_CHECK;
