/*
 * One request of a reader: what was asked, and how it is answered. It stands
 * until it is answered, and where that has to wait until then, or until who
 * asked is gone.
 */
#pragma once

#include "control/control.h"
#include "net/http_server.h"
#include "web/html.h"
#include "web/surveyor.h"
#include "web/web.h"

#define WEB_PAGE_MAX (4u << 20) /* bytes of a page */
#define WEB_WAIT_MS 20000	/* then who waits is told to come again */
#define WEB_RETRY_S "5"		/* told with 503: Retry-After */

struct web_request;

const struct control_parts *web_control(const struct web_request *request);
const struct web_options *web_settings(const struct web_request *request);
/* For what takes longer than a millisecond; for how all endpoints stand. */
struct slicer *web_slicer(const struct web_request *request);
struct surveyor *web_surveyor(const struct web_request *request);
/* The HTTP server's own figures. */
struct http_server_counts web_counts(const struct web_request *request);
/* The whole path, and what follows the prefix of its route; percent-decoded.
 * A stranger's bytes, lent until it is answered, as are those below. */
const char *web_request_path(const struct web_request *request);
const char *web_request_rest(const struct web_request *request);
/* NULL: there is none. */
const char *web_request_query(
    const struct web_request *request, const char *name);
void web_request_each_query(
    const struct web_request *request, http_query_fn fn, void *arg);
const char *web_request_header(
    const struct web_request *request, const char *name);

/* One of these ends it. The headers of web.c are added to each. */
void web_answer(struct web_request *request, int status, const char *type,
    const struct strbuf *body);
/* With headers of its own as well; Cache-Control takes the place of ours. */
void web_answer_with(struct web_request *request,
    const struct http_reply *reply, const struct strbuf *body);
/* A page; all of its elements are closed here. */
void web_answer_page(
    struct web_request *request, int status, struct html *html);
/* words: a sentence for who asked. A page, or problem+json (RFC 9457) below
 * /api/. 503 says when to come again. */
void web_fail(struct web_request *request, int status, const char *words);
/* As http_exchange_stream. */
struct http_stream *web_stream(struct web_request *request,
    const struct http_reply *reply, http_more_fn more,
    void (*free_state)(void *state), void *state);

/* It is answered later: gone is called if who asked is gone before that, or has
 * waited for WEB_WAIT_MS in all and is answered with 503, and then nobody may
 * answer any more. May be called again while it waits: the new gone counts. */
void web_wait(struct web_request *request, void (*gone)(void *arg), void *arg);

struct web_read {
	/* On the thread that reads the store. */
	bool (*work)(struct db *db, void *arg, struct error *err);
	/* On the loop: answers, or reads more. Not called when who asked is
	 * gone, or nothing could be read: that is answered here with 503. */
	void (*done)(struct web_request *request, void *arg);
	void (*free)(void *arg); /* in any case, in the end */
	void *arg;
};

void web_read_store(struct web_request *request, const struct web_read *read);
