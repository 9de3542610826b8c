/*
 * A scripted HTTP(S) receiver on a loopback port, in threads of its own: it
 * takes what is posted, remembers it, and answers or misbehaves as told.
 */
#pragma once

#include "base/ip_address.h"
#include "support/tls_script.h"

enum receiver_act {
	RECEIVER_ANSWER,
	RECEIVER_HANG,	/* says nothing more until it is stopped */
	RECEIVER_RESET, /* before a byte of the answer */
	RECEIVER_CLOSE, /* in the middle of the answer's head */
	RECEIVER_DRIP,	/* a byte of the answer every 20 ms, without end */
};

struct receiver_answer {
	enum receiver_act act;
	int status;
	const char *headers; /* "Retry-After: 3\r\n"; or NULL */
	const char *body;    /* or NULL */
	size_t body_len;     /* of a body that is no text; else 0 */
	size_t filler_len;   /* so many bytes of body instead */
	/* Sent as they stand instead of all that, then the end; with
	 * RECEIVER_DRIP before the drip. */
	const void *raw;
	size_t raw_len;
};

struct http_receiver;

/* tls NULL: plain http. What the script points to is borrowed. */
struct http_receiver *http_receiver_start(const struct tls_script *tls);
/* Ends all connections and waits for the threads. */
void http_receiver_stop(struct http_receiver *receiver);
struct ip_address http_receiver_address(const struct http_receiver *receiver);
/* "http://127.0.0.1:port/path"; free it. host NULL: the address. */
char *http_receiver_url(
    const struct http_receiver *receiver, const char *host, const char *path);
/* Of the next requests, in order; the last one goes on. Without any: 204. */
void http_receiver_plan(struct http_receiver *receiver,
    const struct receiver_answer *answers, size_t count);

size_t http_receiver_count(struct http_receiver *receiver); /* whole requests */
/* Lent until the stop; NULL: there is none. head: request line and headers. */
const char *http_receiver_head(struct http_receiver *receiver, size_t i);
const char *http_receiver_body(struct http_receiver *receiver, size_t i);
/* The value of a header of that request (free it), or NULL. */
char *http_receiver_header(
    struct http_receiver *receiver, size_t i, const char *name);
