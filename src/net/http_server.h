/*
 * An HTTP server on the loop, for reading only: GET and HEAD. The only place
 * that speaks libmicrohttpd.
 *
 * A request is answered before its function returns, or later, where an answer
 * has to be fetched first (http_exchange_defer); at once, or piece by piece.
 *
 * Who asks is a stranger: connections are counted, for each address (of IPv6,
 * each network of 64 bits) and in all; where all places are taken, who only
 * sits there gives up his for who comes. They are bounded in the bytes of their
 * headers, in how long they may be idle, and in how long they may last, however
 * busy they look. Nothing here acts.
 */
#pragma once

#include "base/error.h"
#include "base/ip_address.h"
#include "base/strbuf.h"
#include "net/loop.h"

#define HTTP_SERVER_MAX_PROXIES 16

/* Through whom many come: who stands here has no share of his own. Of IPv6 all
 * of a network of 64 bits. */
struct http_proxies {
	struct ip_address items[HTTP_SERVER_MAX_PROXIES];
	size_t len;
};

struct http_server_options {
	struct ip_address address; /* where to listen; port 0: any */
	int fd; /* listens already: taken instead of the address, and closed
		 * at the end; -1: none */
	unsigned max_connections, max_per_address;
	struct http_proxies proxies;
	size_t max_header_bytes; /* of one request, its first line too */
	unsigned idle_s;	 /* between two bytes */
	unsigned header_s; /* until the first request's headers are there */
	unsigned age_s;	   /* of a connection */
};

extern const struct http_server_options http_server_options_default;

/* Where there are few descriptors: no more places than half of them, so that
 * who knocks is not left waiting for one, and half of the places for an
 * address. */
void http_server_options_fit(
    struct http_server_options *options, uint64_t descriptors);

/* One request. Lent for the call of a server's function, or longer: see
 * http_exchange_defer. */
struct http_exchange;
struct http_server;

typedef void (*http_server_fn)(void *arg, struct http_exchange *exchange);

/* Who is refused before anybody looks at what was asked, and why: status 405 or
 * 400, and a sentence. Answers at once. */
typedef void (*http_refuse_fn)(
    void *arg, struct http_exchange *exchange, int status, const char *words);

struct http_server_functions {
	http_server_fn answer; /* each request, or defers it */
	http_refuse_fn refuse;
	void *arg;
};

/* NULL: it cannot listen there. Copies both. */
struct http_server *http_server_new(struct loop *loop,
    const struct http_server_options *options,
    const struct http_server_functions *functions, struct error *err);
void http_server_free(struct http_server *server);
CLEANUP_DEFINE(struct http_server, http_server_free)
/* Where it listens, with the port it has. */
struct ip_address http_server_address(const struct http_server *server);

/* The path without its query, percent-decoded, printable or not: a stranger's
 * bytes. */
const char *http_exchange_path(const struct http_exchange *exchange);
/* Likewise. NULL: there is none of that name; "" where it has no value. */
const char *http_exchange_query(
    const struct http_exchange *exchange, const char *name);
/* Each, in order, also one that stands there twice; value NULL: it has none. */
typedef void (*http_query_fn)(void *arg, const char *name, const char *value);
void http_exchange_each_query(
    const struct http_exchange *exchange, http_query_fn fn, void *arg);
const char *http_exchange_header(
    const struct http_exchange *exchange, const char *name);

struct http_header {
	const char *name, *value;
};

struct http_reply {
	int status;
	const char *type; /* the Content-Type */
	const struct http_header *headers;
	size_t header_count;
};

/* It is answered after the server's function has returned, and stands until
 * then, or until gone is called, if that comes first: who asked is not there
 * any more, or the server ends. Nobody is shown out meanwhile, so whoever
 * defers has a deadline. */
void http_exchange_defer(
    struct http_exchange *exchange, void (*gone)(void *arg), void *arg);

/* One of these two, once; what was deferred is gone with it. Copies the bytes.
 */
void http_exchange_answer(struct http_exchange *exchange,
    const struct http_reply *reply, const void *bytes, size_t len);

/* What making a piece came to. */
enum http_more {
	HTTP_MORE,	 /* the piece has something in it */
	HTTP_MORE_LATER, /* nothing yet: asked again after http_stream_wake */
	HTTP_MORE_END, /* the piece, if there is anything in it, is the last */
	HTTP_MORE_BROKEN, /* the rest is not to be had: the connection is cut,
			   * so that nobody takes what was sent for the whole */
};

/* Made piece by piece, as fast as it is read, so that a long answer takes no
 * room and holds nobody up: more() adds some to an empty buffer. free_state is
 * called in any case, in the end; until then the stream stands. */
struct http_stream;
typedef enum http_more (*http_more_fn)(void *state, struct strbuf *ret_piece);
struct http_stream *http_exchange_stream(struct http_exchange *exchange,
    const struct http_reply *reply, http_more_fn more,
    void (*free_state)(void *state), void *state);
/* There is more now. Nothing happens where none was waited for. */
void http_stream_wake(struct http_stream *stream);

#define HTTP_SERVER_MAX_PIECE (1u << 20)

struct http_server_counts {
	uint64_t requests, refused; /* refused: not GET or HEAD, or nonsense */
	unsigned connections;	    /* now */
	uint64_t ended_for_age;
};
struct http_server_counts http_server_counts(const struct http_server *server);
