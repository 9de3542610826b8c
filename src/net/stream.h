/*
 * A connection to which is written: TCP, or TLS over it. What the peer says is
 * read and dropped. Ends once: by closed(), or by being freed.
 */
#pragma once

#include "base/error.h"
#include "base/ip_address.h"
#include "net/loop.h"
#include "net/tls_session.h"

#define STREAM_MAX_QUEUED (8u << 20) /* what the kernel has not taken yet */

struct stream;

struct stream_options {
	struct ip_address address;	       /* with its port */
	const struct tls_session_options *tls; /* NULL: without TLS */
	int64_t open_timeout_ms; /* connecting and the handshake */
};

struct stream_events {
	void (*opened)(void *arg); /* the stream may not be freed in it */
	/* The stream is gone when it is called. */
	void (*closed)(void *arg, const struct error *why);
	void *arg;
};

/* Options are copied, texts included. NULL: TLS cannot be set up. Never calls
 * anything before it returns. */
struct stream *stream_open(struct loop *loop,
    const struct stream_options *options, const struct stream_events *events,
    struct error *err);
/* What is queued is given to the kernel as far as it takes it. */
void stream_free(struct stream *stream);
CLEANUP_DEFINE(struct stream, stream_free)
/* Only once it has opened. false: more than STREAM_MAX_QUEUED would wait; it
 * took nothing. Trouble on the way is told by closed(). */
bool stream_write(
    struct stream *stream, const void *bytes, size_t len) MUST_CHECK;
/* How much the peer's machine has not acknowledged, as far as is known. */
size_t stream_unacknowledged(const struct stream *stream);
