/*
 * What a scripted TLS server does: whom it claims to be, what it wants, and
 * how it misbehaves. As a value; tls_server.h plays it over sockets.
 */
#pragma once

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

#include "support/mint.h"

enum tls_script_client_cert {
	TLS_SCRIPT_NO_CLIENT_CERT,
	TLS_SCRIPT_REQUEST,
	TLS_SCRIPT_REQUIRE,
	TLS_SCRIPT_REFUSE, /* wants one, and says of any that it is expired */
};

enum tls_script_end {
	TLS_SCRIPT_WAIT,   /* no misbehaviour: until the client closes */
	TLS_SCRIPT_CLOSE,  /* end of stream after limit bytes */
	TLS_SCRIPT_RESET,  /* the same with a reset */
	TLS_SCRIPT_SILENT, /* nothing more after limit bytes */
};

#define TLS_SCRIPT_MAX_CHAIN 8
#define TLS_SCRIPT_MAX_TURNS 8

/* One turn of what is spoken before TLS: says, then hears. */
struct tls_turn {
	const char *say;
	size_t say_len; /* 0: strlen */
	size_t hear;	/* so many bytes */
	char hear_to;	/* ... or up to this one */
};

/* An OCSP response, or timestamps of logs, for clients that ask. */
struct tls_script_staple {
	const void *bytes;
	size_t len;
};

struct tls_script {
	/* Sent in this order; the first one's key signs. */
	const struct mint *chain[TLS_SCRIPT_MAX_CHAIN];
	/* For clients that want another type of key; empty: none. */
	const struct mint *other[TLS_SCRIPT_MAX_CHAIN];
	EVP_PKEY *key;		      /* instead */
	int min_version, max_version; /* 0: all from TLS 1.0 to 1.3 */
	const char *ciphers;	      /* up to TLS 1.2; NULL: all */
	enum tls_script_client_cert client_cert;
	bool has_no_tickets;
	const struct tls_script_staple *staple; /* NULL: none */
	const struct tls_script_staple *scts;	/* of chain[0]; NULL: none */

	const char *address; /* to listen on; NULL: 127.0.0.1 */

	/* Not TLS at all: these bytes, after the client has said something or
	 * at once, once or without end. */
	const void *answer;
	size_t answer_len;
	bool is_first_to_speak, is_endless;

	/* In the clear, before TLS; ends with an empty turn. */
	struct tls_turn preface[TLS_SCRIPT_MAX_TURNS];

	enum tls_script_end end;
	size_t limit;
	bool is_dribbling; /* one byte a segment */
};

/* Free it with SSL_CTX_free. Aborts on a script that libssl cannot play. */
SSL_CTX *tls_script_ctx(const struct tls_script *script);
/* Another private key under the public key of an EC key: signs, but wrongly.
 * Free it. */
EVP_PKEY *tls_script_forge_key(EVP_PKEY *key);
