/* A request; see request.h. */
#include "web/request.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "store/store.h"
#include "web/api_answer.h"
#include "web/frame.h"
#include "web/problem.h"
#include "web/request_inside.h"

#define MAX_HEADERS 16
#define PAGE_TYPE "text/html; charset=utf-8"

struct web_request {
	struct web *web;
	struct http_exchange *exchange;
	size_t prefix_len;
	bool is_answered, is_waiting, is_deferred;
	bool is_in_use; /* somebody up the stack settles it */
	void (*gone)(void *arg);
	void *arg;
	struct loop_timer *late; /* NULL: it never waited */
};

/* On every answer. No script runs, nothing is loaded from elsewhere, nobody
 * frames it, and what it shows is as of now. */
static const struct http_header usual_headers[] = {
    {"Content-Security-Policy",
	"default-src 'none'; style-src 'self'; img-src 'self' data:; "
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
};

#define USUAL_COUNT (sizeof usual_headers / sizeof usual_headers[0])

struct web_request *
web_request_new(struct web *web, struct http_exchange *exchange)
{
	struct web_request *request = MEM_NEW(struct web_request);

	request->web = web;
	request->exchange = exchange;
	request->is_in_use = true;
	return request;
}

void
web_request_set_rest(struct web_request *request, size_t prefix_len)
{
	request->prefix_len = prefix_len;
}

static void
request_free(struct web_request *request)
{
	loop_timer_free(request->late);
	free(request);
}

void
web_request_settle(struct web_request *request)
{
	if (!request->is_answered && !request->is_waiting)
		web_fail(request, 500, "nothing answers this");
	request->is_in_use = false;
	if (request->is_answered)
		request_free(request);
}

const struct control_parts *
web_control(const struct web_request *request)
{
	return &request->web->parts;
}

const struct web_options *
web_settings(const struct web_request *request)
{
	return &request->web->options;
}

struct slicer *
web_slicer(const struct web_request *request)
{
	return request->web->slicer;
}

struct surveyor *
web_surveyor(const struct web_request *request)
{
	return request->web->surveyor;
}

struct http_server_counts
web_counts(const struct web_request *request)
{
	return http_server_counts(request->web->server);
}

unsigned *
web_api_under_way(const struct web_request *request)
{
	return &request->web->api_under_way;
}

struct web_metrics *
web_metrics_of(const struct web_request *request)
{
	return &request->web->metrics;
}

const char *
web_request_path(const struct web_request *request)
{
	return http_exchange_path(request->exchange);
}

const char *
web_request_rest(const struct web_request *request)
{
	return web_request_path(request) + request->prefix_len;
}

const char *
web_request_query(const struct web_request *request, const char *name)
{
	return http_exchange_query(request->exchange, name);
}

void
web_request_each_query(
    const struct web_request *request, http_query_fn fn, void *arg)
{
	http_exchange_each_query(request->exchange, fn, arg);
}

const char *
web_request_header(const struct web_request *request, const char *name)
{
	return http_exchange_header(request->exchange, name);
}

/* ---- answering ----------------------------------------------------------- */

static void
end(struct web_request *request)
{
	request->is_answered = true;
	request->is_waiting = false;
	if (request->late != NULL)
		loop_timer_stop(request->late);
	if (!request->is_in_use)
		request_free(request);
}

static bool
has(const struct http_reply *reply, const char *name)
{
	for (size_t i = 0; i < reply->header_count; i++) {
		if (strcasecmp(reply->headers[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Its own headers, and the usual ones that it does not have itself. */
static struct http_reply
complete(const struct http_reply *reply, struct http_header room[MAX_HEADERS])
{
	struct http_reply whole = *reply;
	size_t count = 0;

	for (size_t i = 0; i < reply->header_count; i++)
		room[count++] = reply->headers[i];
	for (size_t i = 0; i < USUAL_COUNT; i++) {
		if (!has(reply, usual_headers[i].name))
			room[count++] = usual_headers[i];
	}
	whole.headers = room;
	whole.header_count = count;
	return whole;
}

void
web_answer_with(struct web_request *request, const struct http_reply *reply,
    const struct strbuf *body)
{
	struct http_header room[MAX_HEADERS];
	struct http_reply whole = complete(reply, room);

	if (strbuf_is_truncated(body)) {
		web_fail(request, 500, "the answer is too long");
		return;
	}
	http_exchange_answer(
	    request->exchange, &whole, strbuf_text(body), body->len);
	end(request);
}

void
web_answer(struct web_request *request, int status, const char *type,
    const struct strbuf *body)
{
	const struct http_reply reply = {.status = status, .type = type};

	web_answer_with(request, &reply, body);
}

void
web_answer_page(struct web_request *request, int status, struct html *html)
{
	web_frame_end(html, request);
	web_answer(request, status, PAGE_TYPE, &html->buf);
}

void
web_fail(struct web_request *request, int status, const char *words)
{
	static const struct http_header retry = {"Retry-After", WEB_RETRY_S};
	const struct http_reply reply = {
	    .status = status,
	    .type = PAGE_TYPE,
	    .headers = &retry,
	    .header_count = status == 503,
	};
	CLEANUP(html_clear) struct html html = HTML_INIT(WEB_PAGE_MAX);

	if (strncmp(web_request_path(request), "/api/", 5) == 0) {
		problem_answer(request, status, NULL, words);
		return;
	}
	web_frame_begin(&html, request, "This cannot be shown");
	html_element(&html, "p", words, NULL);
	web_frame_end(&html, request);
	web_answer_with(request, &reply, &html.buf);
}

struct http_stream *
web_stream(struct web_request *request, const struct http_reply *reply,
    http_more_fn more, void (*free_state)(void *state), void *state)
{
	struct http_header room[MAX_HEADERS];
	struct http_reply whole = complete(reply, room);
	struct http_stream *stream = http_exchange_stream(
	    request->exchange, &whole, more, free_state, state);

	end(request);
	return stream;
}

/* ---- waiting ------------------------------------------------------------- */

static void
on_gone(void *arg)
{
	struct web_request *request = arg;

	request->gone(request->arg);
	request_free(request);
}

/* Whoever works for it lets go, as if who asked had left. */
static void
on_late(void *arg)
{
	struct web_request *request = arg;

	request->is_in_use = true;
	request->is_waiting = false;
	request->gone(request->arg);
	web_fail(request, 503, "there was no answer in time; try again");
	web_request_settle(request);
}

void
web_wait(struct web_request *request, void (*gone)(void *arg), void *arg)
{
	struct loop *loop = request->web->parts.loop;

	request->gone = gone;
	request->arg = arg;
	request->is_waiting = true;
	if (request->is_deferred)
		return;
	request->is_deferred = true;
	request->late = loop_timer_new(loop, on_late, request);
	loop_timer_set(request->late, WEB_WAIT_MS);
	http_exchange_defer(request->exchange, on_gone, request);
}

struct reading {
	struct web_request *request; /* NULL: who asked is gone */
	struct web_read read;
};

static void
on_reader_gone(void *arg)
{
	struct reading *reading = arg;

	reading->request = NULL;
}

static bool
work(struct db *db, void *arg, struct error *err)
{
	struct reading *reading = arg;

	return reading->read.work(db, reading->read.arg, err);
}

static void
on_read(void *arg, bool is_ok, UNUSED const struct error *err)
{
	struct reading *reading = arg;
	struct web_request *request = reading->request;
	const struct web_read *read = &reading->read;

	if (request != NULL) {
		request->is_in_use = true;
		request->is_waiting = false;
		if (is_ok)
			read->done(request, read->arg);
		else
			web_fail(request, 503, "the store cannot be read");
		web_request_settle(request);
	}
	if (read->free != NULL)
		read->free(read->arg);
	free(reading);
}

void
web_read_store(struct web_request *request, const struct web_read *read)
{
	struct store *store = request->web->parts.store;
	struct reading *reading = MEM_NEW(struct reading);
	const struct store_job job = {
	    .work = work, .done = on_read, .arg = reading};

	*reading = (struct reading){.request = request, .read = *read};
	web_wait(request, on_reader_gone, reading);
	if (store != NULL && store_read(store, &job))
		return;
	if (read->free != NULL)
		read->free(read->arg);
	free(reading);
	web_fail(request, 503,
	    store == NULL ? "this daemon keeps nothing"
			  : "the store has too much to do; try again");
}
