/*
 * Answering: at once, later, or piece by piece; see http_server.h.
 *
 * Whoever has no answer yet is suspended: libmicrohttpd forgets its socket
 * until it is resumed, and then asks again.
 */
#include "net/http_server_inside.h"

#include <string.h>

#include "base/hex.h"
#include "base/mem.h"

static void
queue(struct http_exchange *exchange, unsigned status,
    struct MHD_Response *take_response)
{
	exchange->result =
	    MHD_queue_response(exchange->mhd, status, take_response);
	MHD_destroy_response(take_response);
}

static void
resume(struct http_server *server, struct MHD_Connection *mhd)
{
	MHD_resume_connection(mhd);
	loop_timer_set(server->timer, 0);
}

static void
forget_deferred(struct http_exchange *exchange)
{
	struct http_server *server = exchange->server;

	if (!exchange->is_deferred)
		return;
	exchange->is_deferred = false;
	if (exchange->previous != NULL)
		exchange->previous->next = exchange->next;
	else
		server->deferred = exchange->next;
	if (exchange->next != NULL)
		exchange->next->previous = exchange->previous;
}

/* What was deferred is queued when libmicrohttpd asks for it again. */
static void
answer(struct http_exchange *exchange, const struct http_reply *reply,
    struct MHD_Response *response)
{
	exchange->is_answered = true;
	forget_deferred(exchange);
	if (response != NULL) {
		(void)MHD_add_response_header(
		    response, "Content-Type", reply->type);
		for (size_t i = 0; i < reply->header_count; i++)
			(void)MHD_add_response_header(response,
			    reply->headers[i].name, reply->headers[i].value);
		/* RFC 9110 15.5.6 */
		if (reply->status == MHD_HTTP_METHOD_NOT_ALLOWED)
			(void)MHD_add_response_header(
			    response, "Allow", "GET, HEAD");
	}
	if (exchange->is_suspended) {
		exchange->response = response;
		exchange->status = (unsigned)reply->status;
		exchange->is_suspended = false;
		resume(exchange->server, exchange->mhd);
	} else if (response != NULL) {
		queue(exchange, (unsigned)reply->status, response);
	}
}

void
http_exchange_defer(
    struct http_exchange *exchange, void (*gone)(void *arg), void *arg)
{
	struct http_server *server = exchange->server;

	exchange->is_deferred = true;
	exchange->gone = gone;
	exchange->arg = arg;
	exchange->previous = NULL;
	exchange->next = server->deferred;
	if (server->deferred != NULL)
		server->deferred->previous = exchange;
	server->deferred = exchange;
}

void
http_exchange_answer(struct http_exchange *exchange,
    const struct http_reply *reply, const void *bytes, size_t len)
{
	answer(exchange, reply,
	    MHD_create_response_from_buffer(
		len, (void *)bytes, MHD_RESPMEM_MUST_COPY));
}

static void
forget_waiting(struct http_stream *stream)
{
	if (!stream->is_waiting)
		return;
	stream->is_waiting = false;
	if (stream->previous != NULL)
		stream->previous->next = stream->next;
	else
		stream->server->waiting = stream->next;
	if (stream->next != NULL)
		stream->next->previous = stream->previous;
}

static void
wait_for_more(struct http_stream *stream)
{
	struct http_server *server = stream->server;

	stream->is_waiting = true;
	stream->previous = NULL;
	stream->next = server->waiting;
	if (server->waiting != NULL)
		server->waiting->previous = stream;
	server->waiting = stream;
	MHD_suspend_connection(stream->mhd);
}

/* false: nothing yet. */
static bool
fill(struct http_stream *stream)
{
	enum http_more what;

	strbuf_clear(&stream->piece);
	stream->taken = 0;
	what = stream->more(stream->state, &stream->piece);
	stream->is_over = what == HTTP_MORE_END;
	stream->is_broken =
	    what == HTTP_MORE_BROKEN || strbuf_is_truncated(&stream->piece);
	return stream->is_over || stream->is_broken || stream->piece.len > 0;
}

static ssize_t
produce(void *arg, UNUSED uint64_t position, char *room, size_t cap)
{
	struct http_stream *stream = arg;
	struct strbuf *piece = &stream->piece;
	size_t len;

	if (stream->taken == piece->len && !stream->is_over && !fill(stream)) {
		wait_for_more(stream);
		return 0;
	}
	if (stream->is_broken)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	len = piece->len - stream->taken;
	if (len == 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (len > cap)
		len = cap;
	memcpy(room, piece->text + stream->taken, len);
	stream->taken += len;
	return (ssize_t)len;
}

static void
free_stream(void *arg)
{
	struct http_stream *stream = arg;

	forget_waiting(stream);
	if (stream->free_state != NULL)
		stream->free_state(stream->state);
	strbuf_clear(&stream->piece);
	free(stream);
}

struct http_stream *
http_exchange_stream(struct http_exchange *exchange,
    const struct http_reply *reply, http_more_fn more,
    void (*free_state)(void *state), void *state)
{
	struct http_stream *stream = MEM_NEW(struct http_stream);
	struct MHD_Response *response;

	*stream = (struct http_stream){
	    .server = exchange->server,
	    .mhd = exchange->mhd,
	    .more = more,
	    .free_state = free_state,
	    .state = state,
	    .piece = STRBUF_INIT(HTTP_SERVER_MAX_PIECE),
	};
	response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN,
	    exchange->server->options.max_header_bytes, produce, stream,
	    free_stream);
	if (response == NULL) {
		free_stream(stream);
		stream = NULL;
	}
	answer(exchange, reply, response);
	return stream;
}

void
http_stream_wake(struct http_stream *stream)
{
	if (!stream->is_waiting)
		return;
	forget_waiting(stream);
	resume(stream->server, stream->mhd);
}

const char *
http_exchange_path(const struct http_exchange *exchange)
{
	return exchange->path;
}

static const char *
look_up(const struct http_exchange *exchange, enum MHD_ValueKind kind,
    const char *name)
{
	const char *value = NULL;
	size_t len;

	if (MHD_lookup_connection_value_n(exchange->mhd, kind, name,
		strlen(name), &value, &len) != MHD_YES)
		return NULL;
	return value == NULL ? "" : value;
}

const char *
http_exchange_query(const struct http_exchange *exchange, const char *name)
{
	return look_up(exchange, MHD_GET_ARGUMENT_KIND, name);
}

const char *
http_exchange_header(const struct http_exchange *exchange, const char *name)
{
	return look_up(exchange, MHD_HEADER_KIND, name);
}

struct walk {
	http_query_fn fn;
	void *arg;
};

static enum MHD_Result
on_query(void *arg, UNUSED enum MHD_ValueKind kind, const char *name,
    const char *value)
{
	const struct walk *walk = arg;

	walk->fn(walk->arg, name != NULL ? name : "", value);
	return MHD_YES;
}

void
http_exchange_each_query(
    const struct http_exchange *exchange, http_query_fn fn, void *arg)
{
	struct walk walk = {fn, arg};

	(void)MHD_get_connection_values(
	    exchange->mhd, MHD_GET_ARGUMENT_KIND, on_query, &walk);
}

/* ---- what is asked ------------------------------------------------------- */

static struct http_connection *
connection_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info == NULL ? NULL : info->socket_context;
}

/* Of RFC 3986 2.1. What is no encoding, or means a NUL, which would end the
 * text for us and not for others, makes nonsense of the request. */
size_t
http_exchange_decode(UNUSED void *arg, struct MHD_Connection *mhd, char *text)
{
	struct http_connection *connection = connection_of(mhd);
	size_t len = 0;

	for (const char *at = text; *at != '\0'; at++) {
		char digits[3] = {at[0] == '%' ? at[1] : '\0'};
		uint8_t byte = (uint8_t)*at;

		if (digits[0] != '\0')
			digits[1] = at[2];
		if (*at == '%' &&
		    (!hex_decode(digits, &byte, 1) || byte == '\0')) {
			if (connection != NULL)
				connection->is_nonsense = true;
			break;
		}
		at += *at == '%' ? 2 : 0;
		text[len++] = (char)byte;
	}
	text[len] = '\0';
	return len;
}

static bool
is_reading(const char *method)
{
	return strcmp(method, MHD_HTTP_METHOD_GET) == 0 ||
	    strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
}

static enum MHD_Result
suspend(struct http_exchange *exchange)
{
	exchange->is_suspended = true;
	MHD_suspend_connection(exchange->mhd);
	return MHD_YES;
}

static enum MHD_Result
refuse(struct http_exchange *exchange, int status, const char *words)
{
	const struct http_server_functions *functions =
	    &exchange->server->functions;

	exchange->server->counts.refused++;
	functions->refuse(functions->arg, exchange, status, words);
	return exchange->result;
}

/* The headers are there. Who wants to act is refused at once, and the
 * connection ended; an answer to all others that early would end it, too. */
static enum MHD_Result
begin(struct http_exchange *exchange, const char *method)
{
	struct http_connection *connection = connection_of(exchange->mhd);
	bool is_nonsense = connection != NULL && connection->is_nonsense;

	exchange->server->counts.requests++;
	if (connection != NULL) {
		connection->is_nonsense = false;
		connection->is_asked = true;
		connection->is_busy = true;
	}
	if (!is_reading(method))
		return refuse(exchange, MHD_HTTP_METHOD_NOT_ALLOWED,
		    "this is here to be read: GET and HEAD alone are heard");
	if (is_nonsense)
		return refuse(exchange, MHD_HTTP_BAD_REQUEST,
		    "the percent-encoding of what was asked for is not as it "
		    "must be");
	return MHD_YES;
}

static enum MHD_Result
hand_over(struct http_exchange *exchange)
{
	static const struct http_reply nothing = {
	    .status = MHD_HTTP_INTERNAL_SERVER_ERROR,
	    .type = "text/plain; charset=utf-8",
	};
	struct http_server *server = exchange->server;

	exchange->is_begun = true;
	server->functions.answer(server->functions.arg, exchange);
	if (exchange->is_deferred)
		return suspend(exchange);
	if (!exchange->is_answered)
		http_exchange_answer(exchange, &nothing, "no answer\n", 10);
	return exchange->result;
}

/* One that was deferred: its answer is there. */
static enum MHD_Result
go_on(struct http_exchange *exchange)
{
	if (exchange->is_deferred)
		return suspend(exchange);
	if (exchange->response == NULL)
		return MHD_NO;
	queue(exchange, exchange->status, TAKE(exchange->response));
	return exchange->result;
}

enum MHD_Result
http_exchange_request(void *arg, struct MHD_Connection *mhd, const char *url,
    const char *method, UNUSED const char *version, UNUSED const char *upload,
    size_t *upload_len, void **ret_state)
{
	struct http_exchange *exchange = *ret_state;

	if (exchange == NULL) {
		*ret_state = exchange = MEM_NEW(struct http_exchange);
		exchange->server = arg;
		exchange->mhd = mhd;
		exchange->path = url;
		exchange->result = MHD_NO;
		return begin(exchange, method);
	}
	/* Nobody who reads has anything to send. */
	if (*upload_len > 0)
		return MHD_NO;
	return exchange->is_begun ? go_on(exchange) : hand_over(exchange);
}

void
http_exchange_completed(UNUSED void *arg, struct MHD_Connection *mhd,
    void **ret_state, UNUSED enum MHD_RequestTerminationCode code)
{
	struct http_exchange *exchange = TAKE(*ret_state);
	struct http_connection *connection = connection_of(mhd);

	if (connection != NULL)
		connection->is_busy = false;

	if (exchange == NULL)
		return;
	if (exchange->is_deferred) {
		forget_deferred(exchange);
		exchange->gone(exchange->arg);
	}
	if (exchange->response != NULL)
		MHD_destroy_response(exchange->response);
	free(exchange);
}

/* libmicrohttpd must not be stopped while something is suspended. Who gets no
 * answer is told so before. */
void
http_exchange_let_go(struct http_server *server)
{
	while (server->deferred != NULL) {
		struct http_exchange *exchange = server->deferred;

		forget_deferred(exchange);
		exchange->gone(exchange->arg);
		exchange->is_suspended = false;
		MHD_resume_connection(exchange->mhd);
	}
	while (server->waiting != NULL) {
		struct http_stream *stream = server->waiting;

		forget_waiting(stream);
		MHD_resume_connection(stream->mhd);
	}
}
