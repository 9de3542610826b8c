/*
 * A server that sends any chain without the leaf's key: clients judge the chain
 * before they look at the signature that shows the key, so it stops behind the
 * Certificate message. A client that then waits has taken the chain; one that
 * has not ends the handshake.
 */
#pragma once

#include "ask.h"

struct serve_bytes {
	unsigned char *bytes; /* free with free() */
	size_t len, room;
};

/* What answers this ClientHello, as records; false: it cannot be answered.
 * TLS 1.2: ServerHello and Certificate, for ECDHE by the leaf's kind of key. */
bool serve_tls12(const struct ask_chain *chain, const unsigned char *hello,
    size_t len, struct serve_bytes *ret_answer);
/* TLS 1.3: the client must offer a share of P-256 and AES-128-GCM. */
bool serve_tls13(const struct ask_chain *chain, const unsigned char *hello,
    size_t len, struct serve_bytes *ret_answer);
