/*
 * Takes the place of net/http_server: requests are asked by a function call, on
 * a loop of virtual time, and what is answered is captured. For tests of what
 * is served; that the server itself serves is tests/net/test_http_server.c.
 */
#pragma once

#include "net/http_server.h"
#include "support/fake_loop.h"

struct fake_answer {
	int status;
	const char *type; /* lent until the next request, as all of it is */
	const char *body;
	size_t len;
	bool is_broken; /* a stream that was cut */
};

/* A path with its query, encoded as in a request; under the name localhost. The
 * loop turns until it is answered, for a minute at most. */
const struct fake_answer *fake_http_get(struct loop *loop, const char *target);
/* With further headers: "Accept: x\nHost: y"; the last Host counts. */
const struct fake_answer *fake_http_ask(
    struct loop *loop, const char *target, const char *headers);
/* One that the server refuses before it is looked at. */
const struct fake_answer *fake_http_refuse(
    const char *target, int status, const char *words);
/* A header of the last answer; NULL: it has none. */
const char *fake_http_header(const char *name);
/* Begins one, and lets the server end, or who asked go, before it is answered:
 * true if that left nothing behind to be answered. */
void fake_http_begin(struct loop *loop, const char *target);
bool fake_http_is_waiting(void);
void fake_http_abandon(void);
