/*
 * "host", "host:port", "192.0.2.1:443", "[2001:db8::1]:443": how endpoints and
 * addresses are written, with an answer to each way of getting it wrong. Pure.
 */
#pragma once

#include "base/error.h"
#include "pki/hostname.h"

struct host_port {
	struct hostname host;
	uint16_t port; /* 0: none was given */
};

/* err reads on from the quoted text: "is a URL; write www.example.com". */
bool host_port_parse(const char *text, struct host_port *ret_host_port,
    struct error *err) MUST_CHECK;
/* The same, or "unix:/path" of a socket: then the host's text is that. */
bool host_port_parse_way(const char *text, struct host_port *ret_host_port,
    struct error *err) MUST_CHECK;
/* The same where no port may stand. */
bool host_port_parse_host(
    const char *text, struct hostname *ret_host, struct error *err) MUST_CHECK;
