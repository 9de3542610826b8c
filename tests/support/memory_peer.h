/*
 * A scripted TLS server in memory, turn by turn: what the client has pending
 * goes in, what the server answers comes out. No sockets, no threads.
 */
#pragma once

#include <stdint.h>

#include "support/tls_script.h"

struct memory_peer {
	SSL *ssl;
	BIO *in, *out; /* owned by ssl */
};

void memory_peer_init(struct memory_peer *peer, SSL_CTX *ctx);
void memory_peer_clear(struct memory_peer *peer);
/* Takes the client's bytes and goes as far as it can; lends what it says. */
size_t memory_peer_turn(struct memory_peer *peer, const uint8_t *bytes,
    size_t len, const uint8_t **ret_answer);
