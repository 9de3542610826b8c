/*
 * HTTP requests by libcurl on our loop: bounded in time and bytes, https
 * verified, no redirects, no proxy, no environment. Names are resolved by our
 * resolver and pinned, so that no thread is started and an address filter sees
 * every address before it is connected to. The only file that speaks libcurl's
 * transfers (http_url.c speaks its URLs).
 *
 * A server that closes a kept connection instead of answering may see the same
 * request twice, byte for byte, in one http_start: who posts gives it an id.
 */
#pragma once

#include "base/texts.h"
#include "net/http_url.h"
#include "net/loop.h"
#include "net/resolve.h"

#define HTTP_TIMEOUT_MS_DEFAULT 10000
#define HTTP_ANSWER_MAX_DEFAULT (64u << 10)
#define HTTP_HEADERS_MAX_BYTES (64u << 10)

/* Copied when the request starts. */
struct http_options {
	const char *url;    /* http: only where it was written by an operator */
	const char *method; /* "GET" or "POST" */
	const struct texts *headers; /* "name: value"; or NULL */
	const void *body;
	size_t body_len;
	const char *ca_file;	    /* NULL: the system's bundle */
	int64_t timeout_ms;	    /* for the whole, names too; 0: default */
	int64_t connect_timeout_ms; /* 0: the whole */
	size_t max_bytes;	    /* of the answer's body; 0: default */
	bool is_http_only;	    /* https is a bad URL, too */
	/* Takes the body of an answer with status 200 as it comes, instead of
	 * its being kept; NULL: it is kept. It must not end the request. false:
	 * no more of it, and the request is broken off. */
	bool (*take)(void *arg, const uint8_t *bytes, size_t len);
	void *take_arg;
	/* false: must not be connected to. NULL: all may */
	bool (*is_allowed)(void *arg, const struct ip_address *address);
	void *is_allowed_arg;
};

enum http_outcome {
	HTTP_ANSWERED, /* status says how */
	HTTP_BAD_URL,
	HTTP_NO_ADDRESS,      /* the name did not resolve */
	HTTP_REFUSED_ADDRESS, /* is_allowed said no to all of them */
	HTTP_NOT_CONNECTED,
	HTTP_NOT_TRUSTED, /* the server's certificate or name, or ca_file */
	HTTP_TIMEOUT,
	HTTP_TOO_LARGE, /* status is set all the same */
	HTTP_BROKEN,	/* closed, reset, or no HTTP */
};

extern const struct names http_outcome_names;

#define HTTP_RETRY_AFTER_MAX_S 21600 /* as newer libcurls have it */
#define HTTP_TAG_MAX 128

/* What a cache asks of an answer (RFC 9111). */
struct http_caching {
	int64_t max_age_s;	 /* less its Age; -1: it does not say */
	char etag[HTTP_TAG_MAX]; /* as it came, printable; "": none */
	char last_modified[HTTP_TAG_MAX];
};

struct http_result {
	enum http_outcome outcome;
	int status;	     /* 0: none was seen */
	const uint8_t *body; /* what came, max_bytes at most; a NUL after it */
	size_t body_len;
	int64_t retry_after_s; /* Retry-After from now, either form; 0: none */
	struct http_caching caching; /* ANSWERED */
	char detail[256]; /* how it failed, in words, safe to print; no
			   * path of the URL */
};

struct http;
struct http_request;
/* result is lent for the call. The request is gone when done is called. */
typedef void (*http_fn)(void *arg, const struct http_result *result);

/* The resolver is borrowed. */
struct http *http_new(struct loop *loop, struct resolver *resolver);
void http_free(struct http *http); /* cancels what runs */
CLEANUP_DEFINE(struct http, http_free)
/* Another resolver; nothing is asked of the old one when this returns. */
void http_set_resolver(struct http *http, struct resolver *resolver);
/* Never calls done before it returns; always calls it once, unless cancelled.
 */
struct http_request *http_start(struct http *http,
    const struct http_options *options, http_fn done, void *arg);
void http_cancel(struct http_request *request); /* NULL is fine */
