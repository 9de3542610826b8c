/*
 * HTTP requests; see http.h. What libcurl wants to be known:
 *
 *  - its callbacks must not call back into the multi handle, and who asked may
 *    free everything in `done`: a request always ends in its own timer, a turn
 *    later;
 *  - with CAPATH set it reads the CA bundle anew for each connection: only
 *    CAINFO is given, which it caches;
 *  - names pinned by CURLOPT_RESOLVE never reach its own resolver, which would
 *    start a thread;
 *  - MAXFILESIZE stops what is announced only: the write callback counts, too;
 *  - a request on a kept connection that ends without a byte of an answer is
 *    sent again on a fresh one, silently, a POST too (RFC 9110, 9.2.2 leaves
 *    that to who knows that it is safe). Ours are: they carry the id of what
 *    they say (http.h), so nothing is done against it.
 *
 * RESOLVING -> RUNNING -> ENDED (timer 0) -> done
 */
#include "net/http.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/names.h"
#include "base/safe_print.h"
#include "base/strbuf.h"
#include "net/http_caching.h"
#include "net/http_filter.h"
#include "net/http_multi.h"
#include "net/transfer.h"

#define DETAIL_CHARS 200

static const char *const outcome_names[] = {
    [HTTP_ANSWERED] = "answered",
    [HTTP_BAD_URL] = "bad-url",
    [HTTP_NO_ADDRESS] = "no-address",
    [HTTP_REFUSED_ADDRESS] = "refused-address",
    [HTTP_NOT_CONNECTED] = "not-connected",
    [HTTP_NOT_TRUSTED] = "not-trusted",
    [HTTP_TIMEOUT] = "timeout",
    [HTTP_TOO_LARGE] = "too-large",
    [HTTP_BROKEN] = "broken",
};

const struct names http_outcome_names = NAMES_INIT(outcome_names);

enum state {
	STATE_RESOLVING,
	STATE_RUNNING,
	STATE_ENDED,
};

struct http_request {
	struct http *http;
	struct http_request *previous, *next;
	enum state state;
	struct http_url url;
	char *method, *ca_file;
	struct curl_slist *headers, *pinned;
	uint8_t *body;
	size_t body_len, max_bytes, header_bytes;
	int64_t connect_timeout_ms, deadline_ms;
	struct http_filter filter;
	bool is_http_only;
	struct resolve_query *query;
	CURL *easy;
	char curl_words[CURL_ERROR_SIZE];
	struct strbuf answer;
	bool (*take)(void *arg, const uint8_t *bytes, size_t len);
	void *take_arg;
	size_t taken;
	struct loop_timer *timer; /* the deadline; 0 ms once it has ended */
	struct http_result result;
	http_fn done;
	void *arg;
};

struct http {
	struct loop *loop;
	struct resolver *resolver;
	struct http_multi *multi;
	struct http_request *requests;
};

/* Every request ends here; what it came to is told a turn later. */
static void
finish(
    struct http_request *request, enum http_outcome outcome, const char *words)
{
	struct strbuf safe = STRBUF_INIT(sizeof request->result.detail - 1);

	if (request->state == STATE_ENDED)
		return;
	request->state = STATE_ENDED;
	resolve_cancel(TAKE(request->query));
	if (request->easy != NULL)
		http_multi_remove(request->http->multi, request->easy);
	request->result.outcome = outcome;
	safe_print(&safe, words, strlen(words), DETAIL_CHARS);
	snprintf(request->result.detail, sizeof request->result.detail, "%s",
	    strbuf_text(&safe));
	strbuf_clear(&safe);
	loop_timer_set(request->timer, 0);
}

static void
free_request(struct http_request *request)
{
	struct http *http = request->http;

	if (request->next != NULL)
		request->next->previous = request->previous;
	if (request->previous != NULL)
		request->previous->next = request->next;
	else
		http->requests = request->next;
	resolve_cancel(request->query);
	if (request->easy != NULL) {
		if (request->state == STATE_RUNNING)
			http_multi_remove(http->multi, request->easy);
		curl_easy_cleanup(request->easy);
	}
	curl_slist_free_all(request->headers);
	curl_slist_free_all(request->pinned);
	loop_timer_free(request->timer);
	http_url_clear(&request->url);
	strbuf_clear(&request->answer);
	free(request->method);
	free(request->ca_file);
	free(request->body);
	free(request);
}

static void
tell(struct http_request *request)
{
	struct http_result result = request->result;
	struct strbuf answer = request->answer;
	http_fn done = request->done;
	void *arg = request->arg;

	request->answer = (struct strbuf)STRBUF_INIT(0);
	free_request(request);
	result.body = (const uint8_t *)strbuf_text(&answer);
	result.body_len = answer.len;
	done(arg, &result);
	strbuf_clear(&answer);
}

static void
note_status(struct http_request *request)
{
	long status = 0;

	if (request->easy != NULL)
		curl_easy_getinfo(
		    request->easy, CURLINFO_RESPONSE_CODE, &status);
	request->result.status = (int)status;
}

static void
on_timer(void *arg)
{
	struct http_request *request = arg;

	if (request->state == STATE_ENDED) {
		tell(request);
		return;
	}
	note_status(request);
	finish(request, HTTP_TIMEOUT,
	    request->result.status != 0 ? "the answer took too long"
					: "no answer in time");
}

/* What libcurl's errors are to us. */
static enum http_outcome
outcome_of(const struct http_request *request, CURLcode code)
{
	switch (code) {
	case CURLE_OK: return HTTP_ANSWERED;
	case CURLE_URL_MALFORMAT: return HTTP_BAD_URL;
	case CURLE_COULDNT_RESOLVE_HOST: return HTTP_NO_ADDRESS;
	case CURLE_COULDNT_CONNECT:
		return request->filter.was_refused ? HTTP_REFUSED_ADDRESS
						   : HTTP_NOT_CONNECTED;
	case CURLE_ABORTED_BY_CALLBACK: return HTTP_REFUSED_ADDRESS;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR: return HTTP_NOT_TRUSTED;
	case CURLE_OPERATION_TIMEDOUT: return HTTP_TIMEOUT;
	case CURLE_FILESIZE_EXCEEDED: return HTTP_TOO_LARGE;
	default: return HTTP_BROKEN;
	}
}

static const char *
words_of(const struct http_request *request, CURLcode code)
{
	if (code == CURLE_OK)
		return "";
	if (request->filter.was_refused &&
	    (code == CURLE_COULDNT_CONNECT ||
		code == CURLE_ABORTED_BY_CALLBACK))
		return "its address may not be connected to";
	if (code == CURLE_SSL_CACERT_BADFILE)
		return "the file of CA certificates cannot be used";
	if (request->curl_words[0] != '\0')
		return request->curl_words;
	return curl_easy_strerror(code);
}

/* A number of seconds, or a date: libcurl reads both (RFC 9110, 10.2.3). */
static int64_t
retry_after_s(CURL *easy)
{
	curl_off_t seconds = 0;

	curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
	if (seconds < 0)
		return 0;
	return seconds < HTTP_RETRY_AFTER_MAX_S ? (int64_t)seconds
						: HTTP_RETRY_AFTER_MAX_S;
}

static void
end_transfer(void *arg, CURLcode code)
{
	struct http_request *request = arg;
	long status = 0;

	curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
	request->result.status = (int)status;
	request->result.retry_after_s = retry_after_s(request->easy);
	http_caching_read(request->easy, &request->result.caching);
	if (request->taken > request->answer.max_bytes ||
	    request->header_bytes > HTTP_HEADERS_MAX_BYTES ||
	    strbuf_is_truncated(&request->answer))
		finish(request, HTTP_TOO_LARGE, "the answer is too large");
	else
		finish(request, outcome_of(request, code),
		    words_of(request, code));
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_request *request = arg;
	long status = 0;

	if (request->take != NULL)
		curl_easy_getinfo(
		    request->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200) {
		request->taken += size * count;
		return request->taken <= request->answer.max_bytes &&
			request->take(request->take_arg, (const uint8_t *)bytes,
			    size * count)
		    ? size * count
		    : 0;
	}
	strbuf_add_bytes(&request->answer, bytes, size * count);
	return strbuf_is_truncated(&request->answer) ? 0 : size * count;
}

static size_t
take_header(UNUSED char *bytes, size_t size, size_t count, void *arg)
{
	struct http_request *request = arg;
	size_t len = size * count;

	request->header_bytes += len;
	return request->header_bytes > HTTP_HEADERS_MAX_BYTES ? 0 : len;
}

/* Whom it talks to, and what it may not do. */
static void
set_limits(struct http_request *request)
{
	CURL *easy = request->easy;
	int64_t now_ms = loop_now_ms(request->http->loop);
	int64_t left_ms = request->deadline_ms - now_ms;
	int64_t connect_ms = request->connect_timeout_ms;

	transfer_set_limits(easy, request->ca_file);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
	    request->is_http_only ? "http" : "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_RESOLVE, request->pinned);
	http_filter_set(&request->filter, easy);
	if (request->filter.is_allowed != NULL) {
		/* nothing is left over that others might go through */
		curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	}
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)(connect_ms > 0 ? connect_ms : left_ms));
	/* Ours comes first, and has better words. */
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(left_ms + 1000));
}

static void
set_message(struct http_request *request)
{
	CURL *easy = request->easy;

	curl_easy_setopt(easy, CURLOPT_URL, request->url.text);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->headers);
	if (strcmp(request->method, "POST") == 0) {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)request->body_len);
	}
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
	    (curl_off_t)request->answer.max_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, request);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->curl_words);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, request);
}

static void
run(struct http_request *request)
{
	if (request->deadline_ms <= loop_now_ms(request->http->loop)) {
		finish(request, HTTP_TIMEOUT, "no answer in time");
		return;
	}
	request->easy = curl_easy_init();
	if (request->easy == NULL)
		abort(); /* as mem.h does */
	set_limits(request);
	set_message(request);
	request->state = STATE_RUNNING;
	http_multi_add(request->http->multi, request->easy);
}

static void
on_resolved(void *arg, const struct resolve_result *result)
{
	struct http_request *request = arg;

	request->query = NULL;
	if (result->status == RESOLVE_OK) {
		request->pinned =
		    transfer_pin(request->url.host, request->url.port, result);
		run(request);
		return;
	}
	finish(request,
	    result->status == RESOLVE_TIMEOUT ? HTTP_TIMEOUT : HTTP_NO_ADDRESS,
	    result->detail[0] != '\0' ? result->detail
				      : "its name does not resolve");
}

static void
resolve(struct http_request *request)
{
	request->query = resolve_start(
	    request->http->resolver, request->url.host, on_resolved, request);
}

static void
copy_options(struct http_request *request, const struct http_options *options)
{
	int64_t timeout_ms = options->timeout_ms > 0 ? options->timeout_ms
						     : HTTP_TIMEOUT_MS_DEFAULT;

	request->method = mem_strdup(options->method);
	request->ca_file = mem_strdup(options->ca_file);
	/* No "Expect: 100-continue": it costs a second where it is not known.
	 */
	request->headers = curl_slist_append(NULL, "Expect:");
	for (size_t i = 0; options->headers && i < options->headers->len; i++)
		curl_slist_append(request->headers, options->headers->items[i]);
	if (options->body_len > 0)
		request->body = mem_dup(options->body, options->body_len);
	request->body_len = options->body_len;
	request->answer.max_bytes = options->max_bytes > 0
	    ? options->max_bytes
	    : HTTP_ANSWER_MAX_DEFAULT;
	request->connect_timeout_ms = options->connect_timeout_ms;
	request->filter.is_allowed = options->is_allowed;
	request->filter.arg = options->is_allowed_arg;
	request->is_http_only = options->is_http_only;
	request->take = options->take;
	request->take_arg = options->take_arg;
	request->deadline_ms = loop_now_ms(request->http->loop) + timeout_ms;
	loop_timer_set(request->timer, timeout_ms);
}

struct http_request *
http_start(struct http *http, const struct http_options *options, http_fn done,
    void *arg)
{
	struct http_request *request = MEM_NEW(struct http_request);
	struct error err = ERROR_INIT;

	request->http = http;
	request->done = done;
	request->arg = arg;
	request->timer = loop_timer_new(http->loop, on_timer, request);
	request->next = http->requests;
	if (request->next != NULL)
		request->next->previous = request;
	http->requests = request;
	copy_options(request, options);
	request->state = STATE_RESOLVING;
	if (request->is_http_only && strncasecmp(options->url, "http:", 5) != 0)
		finish(request, HTTP_BAD_URL, "is not http");
	else if (!http_url_parse(options->url, &request->url, &err))
		finish(request, HTTP_BAD_URL, err.message);
	else if (request->url.is_address)
		run(request);
	else
		resolve(request);
	return request;
}

void
http_cancel(struct http_request *request)
{
	if (request != NULL)
		free_request(request);
}

void
http_set_resolver(struct http *http, struct resolver *resolver)
{
	http->resolver = resolver;
	for (struct http_request *r = http->requests; r != NULL; r = r->next) {
		if (r->query == NULL)
			continue;
		resolve_cancel(TAKE(r->query));
		resolve(r);
	}
}

struct http *
http_new(struct loop *loop, struct resolver *resolver)
{
	struct http *http = MEM_NEW(struct http);

	curl_global_init(CURL_GLOBAL_DEFAULT);
	http->loop = loop;
	http->resolver = resolver;
	http->multi = http_multi_new(loop, end_transfer);
	return http;
}

void
http_free(struct http *http)
{
	if (http == NULL)
		return;
	while (http->requests != NULL)
		free_request(http->requests);
	http_multi_free(http->multi);
	free(http);
	curl_global_cleanup();
}
