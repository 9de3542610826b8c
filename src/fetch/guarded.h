/*
 * struct guarded: one request to a URL that somebody else wrote (in a
 * certificate), by the rules for such URLs: http only, no redirect, no
 * credentials, no proxy, no address that guard.h refuses, one deadline, bounded
 * bytes. Says what it came to in the terms of those who ask.
 */
#pragma once

#include "fetch/guard.h"
#include "net/http.h"

enum guarded_outcome {
	GUARDED_GOT,	     /* 200; result->http has it */
	GUARDED_SAME,	     /* 304: what was had before still stands */
	GUARDED_UNREACHABLE, /* no answer, or one that says no */
	GUARDED_TOO_LARGE,
	GUARDED_REFUSED, /* not asked: scheme or address forbidden */
};

#define GUARDED_WORDS_MAX 300

struct guarded_result {
	enum guarded_outcome outcome;
	char words[GUARDED_WORDS_MAX];	/* why not; "" when GOT or SAME */
	const struct http_result *http; /* lent */
};

struct guarded_options {
	const struct guard *guard; /* lent until the end */
	/* where the operator may write a network of his own ("revocation"):
	 * told of a private address; NULL: it is not */
	const char *section;
	const char *url;
	const struct texts *headers; /* beside User-Agent; NULL: none */
	const void *body;	     /* it is posted; NULL: GET */
	size_t body_len;
	int64_t timeout_ms;
	size_t max_bytes;
	bool (*take)(void *arg, const uint8_t *bytes, size_t len); /* http.h */
};

struct guarded;
/* result is lent. The request is gone when it is called. */
typedef void (*guarded_fn)(void *arg, const struct guarded_result *result);

/* Never calls done before it returns. take gets the same arg. The http is its
 * own folder's: none that others send secrets by. */
struct guarded *guarded_start(struct http *http,
    const struct guarded_options *options, guarded_fn done, void *arg);
void guarded_cancel(struct guarded *guarded); /* NULL is fine */
