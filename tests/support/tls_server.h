/*
 * A scripted TLS server on a loopback port, in threads of its own: one that
 * accepts and one a connection, so that it may block where the tested side
 * must not.
 */
#pragma once

#include "base/ip_address.h"
#include "support/tls_script.h"

struct tls_server;

/* Copies the script; what that points to is borrowed. */
struct tls_server *tls_server_start(const struct tls_script *script);
/* Ends all connections and waits for the threads. */
void tls_server_stop(struct tls_server *server);
struct ip_address tls_server_address(const struct tls_server *server);

/* Connections are accepted and then left alone until the gate opens. */
void tls_server_shut_gate(struct tls_server *server);
void tls_server_open_gate(struct tls_server *server);

struct tls_server_counts {
	unsigned accepted, ended;
	unsigned handshakes; /* completed, as the server sees it */
	unsigned goodbyes;   /* close_notify received */
	size_t sent;	     /* bytes, on the last connection */
	char sni[256];	     /* of the last connection; "": none */
	char last_words[64]; /* what it said inside TLS */
};
struct tls_server_counts tls_server_counts(struct tls_server *server);
/* Waits until that many connections were accepted, or ended. */
void tls_server_await_accepted(struct tls_server *server, unsigned count);
void tls_server_await_ended(struct tls_server *server, unsigned count);
