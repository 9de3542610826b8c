/*
 * The client's side of a TLS connection over memory: bytes from the network go
 * in, bytes for the network come out, and no socket is known here. Verifies the
 * peer's chain and its name; for what this program itself sends somewhere. (The
 * probe, which takes whatever a server shows, has its own.)
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/strbuf.h"

struct tls_session;

struct tls_session_options {
	const char *ca_file; /* PEM bundle of the anchors; NULL: the system's */
	const char *cert_file; /* PEM, leaf first, to show; NULL: none */
	const char *key_file;  /* of cert_file */
	const char *name;      /* the host or address that the peer must be */
};

/* Reads the files. */
struct tls_session *tls_session_new(
    const struct tls_session_options *options, struct error *err);
void tls_session_free(struct tls_session *session);
CLEANUP_DEFINE(struct tls_session, tls_session_free)

/* What came from the network; goes on with the handshake, or drops what the
 * peer says: nothing is expected of it. len 0: only begin. */
bool tls_session_feed(struct tls_session *session, const void *bytes,
    size_t len, struct error *err) MUST_CHECK;
bool tls_session_is_open(const struct tls_session *session);
/* Once it is open. */
bool tls_session_write(struct tls_session *session, const void *bytes,
    size_t len, struct error *err) MUST_CHECK;
/* Says that nothing follows. */
void tls_session_end(struct tls_session *session);
/* Moves what has to go to the network to the end of out. */
void tls_session_take_output(struct tls_session *session, struct strbuf *out);
