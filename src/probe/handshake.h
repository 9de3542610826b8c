/*
 * A TLS handshake as a client, without a socket: bytes go in, bytes come out,
 * and the observation is filled on the way. Nothing is verified: every chain
 * is taken as it comes, and it is captured also where the handshake fails
 * later. One struct handshaker (one SSL_CTX) serves all.
 */
#pragma once

#include "base/error.h"
#include "model/observation.h"
#include "model/variant.h"

#define HANDSHAKE_MAX_BYTES (512u << 10) /* that a server may send in all */

/* What is said inside TLS before the end. */
struct farewell {
	const void *bytes; /* lent */
	size_t len;	   /* 0: nothing */
};

struct handshaker;
struct identity;
struct handshake;

enum handshake_step {
	HANDSHAKE_WAITS,  /* for more bytes of the server */
	HANDSHAKE_DONE,	  /* no need for more */
	HANDSHAKE_FAILED, /* the observation says how */
};

struct handshaker *handshaker_new(struct error *err);
void handshaker_free(struct handshaker *handshaker);
CLEANUP_DEFINE(struct handshaker, handshaker_free)
/* libssl does not ask probe/cert_reuse.c (reuse_trial.h): then all certificates
 * are read as libcrypto does it alone, as if that had been switched off. */
bool handshaker_is_passed_by(const struct handshaker *handshaker);

/* sni "": none is sent; nor is it where the variant has none. observation is
 * borrowed until handshake_free. NULL when libssl has no memory for it: the
 * observation says so. */
struct handshake *handshake_new(struct handshaker *handshaker, const char *sni,
    enum variant variant, struct observation *observation);
void handshake_free(struct handshake *handshake);
/* To be shown to a server that asks; before the first step. Takes a reference.
 * NULL is none. */
void handshake_set_identity(
    struct handshake *handshake, const struct identity *identity);
CLEANUP_DEFINE(struct handshake, handshake_free)

/* What the server sent; and that no more will come: error_number 0 for an end
 * of the stream, else errno's. */
void handshake_receive(
    struct handshake *handshake, const void *bytes, size_t len);
void handshake_receive_end(struct handshake *handshake, int error_number);
/* What is to be sent: lent until the next call. */
size_t handshake_pending(
    struct handshake *handshake, const uint8_t **ret_bytes);
void handshake_sent(struct handshake *handshake, size_t len);

/* Goes as far as what was received allows; the first call makes the
 * ClientHello. */
enum handshake_step handshake_step(struct handshake *handshake);
/* In TLS 1.3 a server that demands a client certificate says so only after the
 * handshake: true when it is worth waiting for that, by handshake_listen. */
bool handshake_may_be_refused(const struct handshake *handshake);
enum handshake_step handshake_listen(struct handshake *handshake);
/* The time is over: fills in the failure. */
void handshake_give_up(struct handshake *handshake, int64_t waited_ms);
/* Says something inside TLS, if that stands; it goes out with what is pending.
 */
void handshake_say(struct handshake *handshake, struct farewell farewell);
/* Says good-bye (close_notify), if there is anything to end. */
void handshake_close(struct handshake *handshake);
