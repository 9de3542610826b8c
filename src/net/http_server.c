/*
 * An HTTP server on the loop; see http_server.h.
 *
 * libmicrohttpd keeps all its sockets in an epoll of its own, whose descriptor
 * is watched by the loop, and says by a time when it wants to be called anyway.
 * Its time limit is one of idleness only: who sends a byte now and then stays
 * for ever. So each connection is in a list, the oldest first, and is shut down
 * when its time is over.
 */
#include "net/http_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

#define BACKLOG 64
/* What a connection may want beside its headers. */
#define MEMORY_EXTRA 4096u

const struct http_server_options http_server_options_default = {
    .fd = -1,
    .max_connections = 100,
    .max_per_address = 50,
    .max_header_bytes = 16384,
    .idle_s = 10,
    .age_s = 120,
};

struct connection {
	struct connection *previous, *next;
	struct MHD_Connection *mhd;
	int64_t began_ms;
	bool is_ended; /* told to; it goes when libmicrohttpd notices */
};

struct http_server {
	struct loop *loop;
	struct http_server_options options;
	http_server_fn fn;
	void *arg;
	struct ip_address address;
	struct MHD_Daemon *daemon;
	struct loop_watch *watch;
	struct loop_timer *timer, *ages;
	struct connection *oldest, *newest;
	struct http_server_counts counts;
};

struct http_exchange {
	struct http_server *server;
	struct MHD_Connection *mhd;
	const char *path;
	enum MHD_Result result;
	bool is_answered;
};

/* ---- answering ----------------------------------------------------------- */

static void
queue(struct http_exchange *exchange, const struct http_reply *reply,
    struct MHD_Response *response)
{
	exchange->is_answered = true;
	if (response == NULL)
		return;
	(void)MHD_add_response_header(response, "Content-Type", reply->type);
	for (size_t i = 0; i < reply->header_count; i++)
		(void)MHD_add_response_header(
		    response, reply->headers[i].name, reply->headers[i].value);
	exchange->result = MHD_queue_response(
	    exchange->mhd, (unsigned)reply->status, response);
	MHD_destroy_response(response);
}

void
http_exchange_answer(struct http_exchange *exchange,
    const struct http_reply *reply, const void *bytes, size_t len)
{
	queue(exchange, reply,
	    MHD_create_response_from_buffer(
		len, (void *)bytes, MHD_RESPMEM_MUST_COPY));
}

struct production {
	http_more_fn more;
	void (*free_state)(void *state);
	void *state;
	struct strbuf piece;
	size_t taken; /* of the piece */
};

static ssize_t
produce(void *arg, UNUSED uint64_t position, char *room, size_t cap)
{
	struct production *production = arg;
	struct strbuf *piece = &production->piece;
	size_t len;

	if (production->taken == piece->len) {
		strbuf_clear(piece);
		production->taken = 0;
		production->more(production->state, piece);
	}
	if (piece->len == 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (strbuf_is_truncated(piece))
		return MHD_CONTENT_READER_END_WITH_ERROR;
	len = piece->len - production->taken;
	if (len > cap)
		len = cap;
	memcpy(room, piece->text + production->taken, len);
	production->taken += len;
	return (ssize_t)len;
}

static void
production_free(void *arg)
{
	struct production *production = arg;

	if (production->free_state != NULL)
		production->free_state(production->state);
	strbuf_clear(&production->piece);
	free(production);
}

void
http_exchange_stream(struct http_exchange *exchange,
    const struct http_reply *reply, http_more_fn more,
    void (*free_state)(void *state), void *state)
{
	struct production *production = MEM_NEW(struct production);
	struct MHD_Response *response;

	*production = (struct production){
	    .more = more,
	    .free_state = free_state,
	    .state = state,
	    .piece = STRBUF_INIT(HTTP_SERVER_MAX_PIECE),
	};
	response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN,
	    exchange->server->options.max_header_bytes, produce, production,
	    production_free);
	if (response == NULL)
		production_free(production);
	queue(exchange, reply, response);
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

/* ---- what libmicrohttpd calls -------------------------------------------- */

static bool
is_reading(const char *method)
{
	return strcmp(method, MHD_HTTP_METHOD_GET) == 0 ||
	    strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
}

static enum MHD_Result
on_request(void *arg, struct MHD_Connection *mhd, const char *url,
    const char *method, UNUSED const char *version, UNUSED const char *upload,
    UNUSED size_t *upload_len, UNUSED void **ret_state)
{
	static const struct http_header allow = {"Allow", "GET, HEAD"};
	static const struct http_reply refusal = {
	    .status = MHD_HTTP_METHOD_NOT_ALLOWED,
	    .type = "text/plain; charset=utf-8",
	    .headers = &allow,
	    .header_count = 1,
	};
	static const struct http_reply nothing = {
	    .status = MHD_HTTP_INTERNAL_SERVER_ERROR,
	    .type = "text/plain; charset=utf-8",
	};
	struct http_server *server = arg;
	struct http_exchange exchange = {
	    .server = server, .mhd = mhd, .path = url, .result = MHD_NO};

	server->counts.requests++;
	if (!is_reading(method)) {
		server->counts.refused++;
		http_exchange_answer(&exchange, &refusal, "read only\n", 10);
		return exchange.result;
	}
	server->fn(server->arg, &exchange);
	if (!exchange.is_answered)
		http_exchange_answer(&exchange, &nothing, "no answer\n", 10);
	return exchange.result;
}

static void
set_ages(struct http_server *server)
{
	const struct connection *next = server->oldest;
	int64_t due;

	while (next != NULL && next->is_ended)
		next = next->next;
	if (next == NULL) {
		loop_timer_stop(server->ages);
		return;
	}
	due = next->began_ms + (int64_t)server->options.age_s * 1000 -
	    loop_now_ms(server->loop);
	loop_timer_set(server->ages, due > 0 ? due : 0);
}

static void
begin_connection(
    struct http_server *server, struct MHD_Connection *mhd, void **ret_state)
{
	struct connection *connection = MEM_NEW(struct connection);

	connection->mhd = mhd;
	connection->began_ms = loop_now_ms(server->loop);
	connection->previous = server->newest;
	if (server->newest != NULL)
		server->newest->next = connection;
	else
		server->oldest = connection;
	server->newest = connection;
	server->counts.connections++;
	*ret_state = connection;
}

static void
end_connection(struct http_server *server, struct connection *connection)
{
	if (connection->previous != NULL)
		connection->previous->next = connection->next;
	else
		server->oldest = connection->next;
	if (connection->next != NULL)
		connection->next->previous = connection->previous;
	else
		server->newest = connection->previous;
	server->counts.connections--;
	free(connection);
}

static void
on_connection(void *arg, struct MHD_Connection *mhd, void **ret_state,
    enum MHD_ConnectionNotificationCode code)
{
	struct http_server *server = arg;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		begin_connection(server, mhd, ret_state);
	} else if (*ret_state != NULL) {
		end_connection(server, *ret_state);
		*ret_state = NULL;
	}
	set_ages(server);
}

/* ---- the loop ------------------------------------------------------------ */

static void
set_timer(struct http_server *server)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (MHD_get_timeout(server->daemon, &ms) == MHD_YES)
		loop_timer_set(server->timer, (int64_t)ms);
	else
		loop_timer_stop(server->timer);
}

static void
turn(struct http_server *server)
{
	(void)MHD_run(server->daemon);
	set_timer(server);
}

static void
on_timer(void *arg)
{
	turn(arg);
}

static void
on_event(void *arg, UNUSED bool readable, UNUSED bool writable)
{
	turn(arg);
}

/* They are found ended by libmicrohttpd, which closes them. */
static void
on_age(void *arg)
{
	struct http_server *server = arg;
	int64_t oldest =
	    loop_now_ms(server->loop) - (int64_t)server->options.age_s * 1000;

	for (struct connection *c = server->oldest;
	     c != NULL && c->began_ms <= oldest; c = c->next) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		    c->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

		if (c->is_ended || info == NULL)
			continue;
		c->is_ended = true;
		server->counts.ended_for_age++;
		(void)shutdown(info->connect_fd, SHUT_RDWR);
	}
	set_ages(server);
	turn(server);
}

/* ---- listening ----------------------------------------------------------- */

static socklen_t
socket_address(const struct ip_address *address, struct sockaddr_storage *ret)
{
	memset(ret, 0, sizeof *ret);
	if (address->family == 6) {
		struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)ret;

		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(address->port);
		memcpy(&v6->sin6_addr, address->bytes, 16);
		return sizeof *v6;
	}
	struct sockaddr_in *v4 = (struct sockaddr_in *)ret;

	v4->sin_family = AF_INET;
	v4->sin_port = htons(address->port);
	memcpy(&v4->sin_addr, address->bytes, 4);
	return sizeof *v4;
}

static int
listen_at(const struct ip_address *address, struct error *err)
{
	char text[IP_ADDRESS_TEXT_MAX];
	struct sockaddr_storage storage;
	socklen_t len = socket_address(address, &storage);
	int fd = socket(
	    storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int on = 1;

	if (fd >= 0) {
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
		if (address->family == 6)
			(void)setsockopt(
			    fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
		if (bind(fd, (struct sockaddr *)&storage, len) == 0 &&
		    listen(fd, BACKLOG) == 0)
			return fd;
	}
	error_set(err, ERROR_SYSTEM, "cannot listen at %s: %s",
	    ip_address_format_port(address, text), strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static void
find_address(int fd, struct ip_address *ret_address)
{
	struct sockaddr_storage storage = {0};
	socklen_t len = sizeof storage;

	if (getsockname(fd, (struct sockaddr *)&storage, &len) != 0)
		return;
	if (storage.ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (struct sockaddr_in *)&storage;

		ret_address->family = 4;
		ret_address->port = ntohs(v4->sin_port);
		memcpy(ret_address->bytes, &v4->sin_addr, 4);
	} else if (storage.ss_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&storage;

		ret_address->family = 6;
		ret_address->port = ntohs(v6->sin6_port);
		memcpy(ret_address->bytes, &v6->sin6_addr, 16);
	}
}

static struct MHD_Daemon *
start(struct http_server *server, int fd)
{
	const struct http_server_options *o = &server->options;

	return MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request,
	    server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
	    o->max_connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
	    o->max_per_address, MHD_OPTION_CONNECTION_TIMEOUT, o->idle_s,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    o->max_header_bytes + MEMORY_EXTRA, MHD_OPTION_NOTIFY_CONNECTION,
	    on_connection, server, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_END);
}

struct http_server *
http_server_new(struct loop *loop, const struct http_server_options *options,
    http_server_fn fn, void *arg, struct error *err)
{
	CLEANUP(http_server_free)
	struct http_server *server = MEM_NEW(struct http_server);
	const union MHD_DaemonInfo *info;
	int fd = options->fd;

	server->loop = loop;
	server->options = *options;
	server->fn = fn;
	server->arg = arg;
	server->timer = loop_timer_new(loop, on_timer, server);
	server->ages = loop_timer_new(loop, on_age, server);
	if (fd < 0)
		fd = listen_at(&options->address, err);
	if (fd < 0)
		return NULL;
	find_address(fd, &server->address);
	server->daemon = start(server, fd);
	if (server->daemon == NULL) {
		close(fd);
		error_set(err, ERROR_SYSTEM, "cannot start an HTTP server");
		return NULL;
	}
	info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	server->watch = loop_watch_new(loop, info->epoll_fd, on_event, server);
	loop_watch_set(server->watch, true, false);
	set_timer(server);
	return TAKE(server);
}

void
http_server_free(struct http_server *server)
{
	if (server == NULL)
		return;
	loop_watch_free(server->watch);
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	while (server->oldest != NULL)
		end_connection(server, server->oldest);
	loop_timer_free(server->timer);
	loop_timer_free(server->ages);
	free(server);
}

struct ip_address
http_server_address(const struct http_server *server)
{
	return server->address;
}

struct http_server_counts
http_server_counts(const struct http_server *server)
{
	return server->counts;
}
