/* Requests without a network; see fake_http.h. */
#include "support/fake_http.h"

#include <string.h>
#include <strings.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/hex.h"
#include "base/mem.h"

#define BODY_MAX (256u << 20)
#define TURNS 60000
#define TURN_MS 1

struct pair {
	char *name, *value;
};

struct http_server {
	struct http_server_options options;
	struct http_server_functions functions;
	struct http_server_counts counts;
};

struct http_stream {
	http_more_fn more;
	void (*free_state)(void *state);
	void *state;
	bool is_waiting;
};

struct http_exchange {
	char *path;
	ARRAY(struct pair) queries, headers, replied;
	struct strbuf body;
	char *type;
	struct fake_answer answer;
	bool is_answered, is_deferred;
	void (*gone)(void *arg);
	void *arg;
	struct http_stream *stream;
};

const struct http_server_options http_server_options_default = {
    .fd = -1,
    .max_connections = 100,
    .max_per_address = 50,
    .max_header_bytes = 16384,
    .idle_s = 10,
    .header_s = 10,
    .age_s = 120,
};

static struct http_server *the_server;
static struct http_exchange the_exchange;

/* ---- what the server's users call ---------------------------------------- */

struct http_server *
http_server_new(UNUSED struct loop *loop,
    const struct http_server_options *options,
    const struct http_server_functions *functions, UNUSED struct error *err)
{
	assert_null(the_server);
	the_server = MEM_NEW(struct http_server);
	the_server->options = *options;
	the_server->functions = *functions;
	return the_server;
}

static void
clear_pairs(struct pair *pairs, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		free(pairs[i].name);
		free(pairs[i].value);
	}
}

static void
end_stream(void)
{
	struct http_stream *stream = TAKE(the_exchange.stream);

	if (stream == NULL)
		return;
	if (stream->free_state != NULL)
		stream->free_state(stream->state);
	free(stream);
}

void
fake_http_abandon(void)
{
	struct http_exchange *exchange = &the_exchange;

	if (exchange->is_deferred) {
		exchange->is_deferred = false;
		exchange->gone(exchange->arg);
	}
	end_stream();
}

static void
forget(void)
{
	struct http_exchange *exchange = &the_exchange;

	fake_http_abandon();
	clear_pairs(exchange->queries.items, exchange->queries.len);
	clear_pairs(exchange->headers.items, exchange->headers.len);
	clear_pairs(exchange->replied.items, exchange->replied.len);
	ARRAY_CLEAR(&exchange->queries);
	ARRAY_CLEAR(&exchange->headers);
	ARRAY_CLEAR(&exchange->replied);
	free(exchange->path);
	free(exchange->type);
	strbuf_clear(&exchange->body);
	*exchange = (struct http_exchange){.body = STRBUF_INIT(BODY_MAX)};
}

void
http_server_free(struct http_server *server)
{
	if (server == NULL)
		return;
	assert_ptr_equal(server, the_server);
	forget();
	free(TAKE(the_server));
}

struct ip_address
http_server_address(const struct http_server *server)
{
	return server->options.address;
}

struct http_server_counts
http_server_counts(const struct http_server *server)
{
	return server->counts;
}

const char *
http_exchange_path(const struct http_exchange *exchange)
{
	return exchange->path;
}

static const char *
look_up(const struct pair *pairs, size_t len, const char *name, bool is_cased)
{
	for (size_t i = len; i > 0; i--) {
		if ((is_cased ? strcmp(pairs[i - 1].name, name)
			      : strcasecmp(pairs[i - 1].name, name)) == 0)
			return pairs[i - 1].value;
	}
	return NULL;
}

const char *
http_exchange_query(const struct http_exchange *exchange, const char *name)
{
	return look_up(
	    exchange->queries.items, exchange->queries.len, name, true);
}

void
http_exchange_each_query(
    const struct http_exchange *exchange, http_query_fn fn, void *arg)
{
	ARRAY_EACH (pair, &exchange->queries)
		fn(arg, pair->name, pair->value);
}

const char *
http_exchange_header(const struct http_exchange *exchange, const char *name)
{
	return look_up(
	    exchange->headers.items, exchange->headers.len, name, false);
}

void
http_exchange_defer(
    struct http_exchange *exchange, void (*gone)(void *arg), void *arg)
{
	assert_false(exchange->is_answered || exchange->is_deferred);
	exchange->is_deferred = true;
	exchange->gone = gone;
	exchange->arg = arg;
}

static void
begin_answer(struct http_exchange *exchange, const struct http_reply *reply)
{
	assert_false(exchange->is_answered);
	exchange->is_answered = true;
	exchange->is_deferred = false;
	exchange->answer.status = reply->status;
	exchange->type = mem_strdup(reply->type);
	for (size_t i = 0; i < reply->header_count; i++)
		*ARRAY_ADD(&exchange->replied) = (struct pair){
		    mem_strdup(reply->headers[i].name),
		    mem_strdup(reply->headers[i].value),
		};
}

void
http_exchange_answer(struct http_exchange *exchange,
    const struct http_reply *reply, const void *bytes, size_t len)
{
	begin_answer(exchange, reply);
	strbuf_add_bytes(&exchange->body, bytes, len);
}

struct http_stream *
http_exchange_stream(struct http_exchange *exchange,
    const struct http_reply *reply, http_more_fn more,
    void (*free_state)(void *state), void *state)
{
	struct http_stream *stream = MEM_NEW(struct http_stream);

	begin_answer(exchange, reply);
	*stream = (struct http_stream){
	    .more = more, .free_state = free_state, .state = state};
	exchange->stream = stream;
	return stream;
}

void
http_stream_wake(struct http_stream *stream)
{
	stream->is_waiting = false;
}

/* ---- asking -------------------------------------------------------------- */

static char *
decode(const char *text, size_t len, bool is_form)
{
	struct strbuf out = STRBUF_INIT(1u << 16);
	uint8_t byte;

	strbuf_add(&out, "");
	for (size_t i = 0; i < len; i++) {
		char digits[3] = {0};

		if (i + 2 < len)
			memcpy(digits, text + i + 1, 2);
		if (text[i] == '%' && hex_decode(digits, &byte, 1)) {
			strbuf_add_char(&out, (char)byte);
			i += 2;
		} else {
			strbuf_add_char(
			    &out, is_form && text[i] == '+' ? ' ' : text[i]);
		}
	}
	return strbuf_take(&out);
}

static void
take_target(const char *target)
{
	size_t len = strcspn(target, "?");
	const char *rest = target + len;

	the_exchange.path = decode(target, len, false);
	while (*rest != '\0') {
		size_t whole = strcspn(++rest, "&");
		size_t name = strcspn(rest, "=&");
		size_t value = name < whole ? name + 1 : name;

		*ARRAY_ADD(&the_exchange.queries) = (struct pair){
		    decode(rest, name, true),
		    decode(rest + value, whole - value, true),
		};
		rest += whole;
	}
}

static void
take_headers(const char *headers)
{
	*ARRAY_ADD(&the_exchange.headers) =
	    (struct pair){mem_strdup("Host"), mem_strdup("localhost")};
	while (headers != NULL && *headers != '\0') {
		size_t len = strcspn(headers, "\n");
		size_t name = strcspn(headers, ":");

		assert_true(name + 2 <= len);
		*ARRAY_ADD(&the_exchange.headers) = (struct pair){
		    mem_strndup(headers, name),
		    mem_strndup(headers + name + 2, len - name - 2),
		};
		headers += len + (headers[len] == '\n');
	}
}

static void
prepare(const char *target, const char *headers)
{
	assert_non_null(the_server);
	forget();
	take_target(target);
	take_headers(headers);
	the_server->counts.requests++;
}

static void
begin(const char *target, const char *headers)
{
	prepare(target, headers);
	the_server->functions.answer(the_server->functions.arg, &the_exchange);
	assert_true(the_exchange.is_answered || the_exchange.is_deferred);
}

void
fake_http_begin(UNUSED struct loop *loop, const char *target)
{
	begin(target, NULL);
}

bool
fake_http_is_waiting(void)
{
	return the_exchange.is_deferred ||
	    (the_exchange.stream != NULL && the_exchange.stream->is_waiting);
}

/* One piece of a stream; false: that was the last. */
static bool
drain(void)
{
	CLEANUP(strbuf_clear)
	struct strbuf piece = STRBUF_INIT(HTTP_SERVER_MAX_PIECE);
	struct http_stream *stream = the_exchange.stream;
	enum http_more more;

	if (stream->is_waiting)
		return true;
	more = stream->more(stream->state, &piece);
	assert_false(strbuf_is_truncated(&piece));
	strbuf_add_bytes(&the_exchange.body, strbuf_text(&piece), piece.len);
	stream->is_waiting = more == HTTP_MORE_LATER;
	if (more == HTTP_MORE_BROKEN)
		the_exchange.answer.is_broken = true;
	if (more == HTTP_MORE_END || more == HTTP_MORE_BROKEN)
		end_stream();
	return the_exchange.stream != NULL;
}

static const struct fake_answer *
what_was_answered(void)
{
	struct http_exchange *exchange = &the_exchange;

	exchange->answer.type = exchange->type;
	exchange->answer.body = strbuf_text(&exchange->body);
	exchange->answer.len = exchange->body.len;
	return &exchange->answer;
}

const struct fake_answer *
fake_http_refuse(const char *target, int status, const char *words)
{
	prepare(target, NULL);
	the_server->functions.refuse(
	    the_server->functions.arg, &the_exchange, status, words);
	assert_true(the_exchange.is_answered);
	return what_was_answered();
}

const struct fake_answer *
fake_http_ask(struct loop *loop, const char *target, const char *headers)
{
	struct http_exchange *exchange = &the_exchange;

	begin(target, headers);
	for (int i = 0; i < TURNS; i++) {
		if (exchange->is_answered &&
		    (exchange->stream == NULL || !drain()))
			break;
		if (fake_http_is_waiting())
			fake_loop_run_for(loop, TURN_MS);
	}
	if (!exchange->is_answered || exchange->stream != NULL)
		fail_msg("no answer to %s", target);
	return what_was_answered();
}

const struct fake_answer *
fake_http_get(struct loop *loop, const char *target)
{
	return fake_http_ask(loop, target, NULL);
}

const char *
fake_http_header(const char *name)
{
	return look_up(
	    the_exchange.replied.items, the_exchange.replied.len, name, false);
}
