/*
 * An HTTP server on the loop, for reading only: GET and HEAD. The only place
 * that speaks libmicrohttpd.
 *
 * Who asks is a stranger: connections are counted, for each address and in all,
 * bounded in the bytes of their headers, in how long they may be idle, and in
 * how long they may last, however busy they look. Nothing here acts.
 */
#pragma once

#include "base/error.h"
#include "base/ip_address.h"
#include "base/strbuf.h"
#include "net/loop.h"

struct http_server_options {
	struct ip_address address; /* where to listen; port 0: any */
	int fd; /* listens already: taken instead of the address, and closed
		 * at the end; -1: none */
	unsigned max_connections, max_per_address;
	size_t max_header_bytes; /* of one request, its first line too */
	unsigned idle_s;	 /* between two bytes */
	unsigned age_s;		 /* of a connection */
};

extern const struct http_server_options http_server_options_default;

/* One request. Lent for the call of the server's function. */
struct http_exchange;
struct http_server;

typedef void (*http_server_fn)(void *arg, struct http_exchange *exchange);

/* NULL: it cannot listen there. fn answers each request before it returns. */
struct http_server *http_server_new(struct loop *loop,
    const struct http_server_options *options, http_server_fn fn, void *arg,
    struct error *err);
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

/* One of these, once. Copies the bytes. */
void http_exchange_answer(struct http_exchange *exchange,
    const struct http_reply *reply, const void *bytes, size_t len);
/* Made piece by piece, as fast as it is read, so that a long answer takes no
 * room and holds nobody up: more() adds some to an empty buffer, and nothing
 * when that was all. free_state is called in any case. */
typedef void (*http_more_fn)(void *state, struct strbuf *ret_piece);
void http_exchange_stream(struct http_exchange *exchange,
    const struct http_reply *reply, http_more_fn more,
    void (*free_state)(void *state), void *state);

#define HTTP_SERVER_MAX_PIECE (1u << 20)

struct http_server_counts {
	uint64_t requests, refused; /* refused: not GET or HEAD */
	unsigned connections;	    /* now */
	uint64_t ended_for_age;
};
struct http_server_counts http_server_counts(const struct http_server *server);
