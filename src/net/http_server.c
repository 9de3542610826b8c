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

#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/http_server_inside.h"

/* What a connection may want beside its headers. */
#define MEMORY_EXTRA 4096u

const struct http_server_options http_server_options_default = {
    .fd = -1,
    .max_connections = 100,
    .max_per_address = 50,
    .max_header_bytes = 16384,
    .idle_s = 10,
    .header_s = 10,
    .age_s = 120,
};

void
http_server_options_fit(
    struct http_server_options *options, uint64_t descriptors)
{
	uint64_t most = descriptors / 2 < 2 ? 2 : descriptors / 2;

	if (options->max_connections > most)
		options->max_connections = (unsigned)most;
	if (options->max_per_address > (options->max_connections + 1) / 2)
		options->max_per_address = (options->max_connections + 1) / 2;
}

static int64_t
due_ms(
    const struct http_server *server, const struct http_connection *connection)
{
	return connection->began_ms +
	    (int64_t)1000 *
	    (connection->is_asked ? server->options.age_s
				  : server->options.header_s);
}

/* Of all, which are few (max_connections). */
static void
set_ages(struct http_server *server)
{
	int64_t due = INT64_MAX;

	for (struct http_connection *c = server->oldest; c != NULL; c = c->next)
		if (!c->is_ended && due_ms(server, c) < due)
			due = due_ms(server, c);
	if (due == INT64_MAX) {
		loop_timer_stop(server->ages);
		return;
	}
	due -= loop_now_ms(server->loop);
	loop_timer_set(server->ages, due > 0 ? due : 0);
}

static void
begin_connection(
    struct http_server *server, struct MHD_Connection *mhd, void **ret_state)
{
	struct http_connection *connection = MEM_NEW(struct http_connection);

	connection->mhd = mhd;
	connection->source = server->source;
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
end_connection(struct http_server *server, struct http_connection *connection)
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
	http_door_look(server);
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

/* It is found ended by libmicrohttpd, which closes it. */
void
http_connection_end(struct http_connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

	if (info == NULL)
		return;
	connection->is_ended = true;
	(void)shutdown(info->connect_fd, SHUT_RDWR);
}

static void
on_age(void *arg)
{
	struct http_server *server = arg;
	int64_t now = loop_now_ms(server->loop);

	for (struct http_connection *c = server->oldest; c != NULL;
	     c = c->next) {
		if (c->is_ended || due_ms(server, c) > now)
			continue;
		http_connection_end(c);
		server->counts.ended_for_age++;
	}
	set_ages(server);
	turn(server);
}

/* It has no socket to listen at: out of descriptors it would spin there, and
 * at its limit turn everybody away. See http_door.c. */
static struct MHD_Daemon *
start(struct http_server *server)
{
	const struct http_server_options *o = &server->options;

	return MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET,
	    0, NULL, NULL, http_exchange_request, server,
	    MHD_OPTION_NOTIFY_COMPLETED, http_exchange_completed, server,
	    MHD_OPTION_CONNECTION_LIMIT, o->max_connections,
	    MHD_OPTION_CONNECTION_TIMEOUT, o->idle_s,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    o->max_header_bytes + MEMORY_EXTRA, MHD_OPTION_NOTIFY_CONNECTION,
	    on_connection, server, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_UNESCAPE_CALLBACK, http_exchange_decode, server,
	    MHD_OPTION_END);
}

struct http_server *
http_server_new(struct loop *loop, const struct http_server_options *options,
    const struct http_server_functions *functions, struct error *err)
{
	CLEANUP(http_server_free)
	struct http_server *server = MEM_NEW(struct http_server);
	const union MHD_DaemonInfo *info;

	server->fd = options->fd;
	server->knocking = -1;
	server->loop = loop;
	server->options = *options;
	server->functions = *functions;
	server->timer = loop_timer_new(loop, on_timer, server);
	server->ages = loop_timer_new(loop, on_age, server);
	if (server->fd < 0)
		server->fd = http_listen(&options->address, err);
	if (server->fd < 0)
		return NULL;
	http_listen_address(server->fd, &server->address);
	server->daemon = start(server);
	if (server->daemon == NULL) {
		error_set(err, ERROR_SYSTEM, "cannot start an HTTP server");
		return NULL;
	}
	info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	server->watch = loop_watch_new(loop, info->epoll_fd, on_event, server);
	loop_watch_set(server->watch, true, false);
	return http_door_open(server, err) ? TAKE(server) : NULL;
}

void
http_server_free(struct http_server *server)
{
	if (server == NULL)
		return;
	http_door_close(server);
	loop_watch_free(server->watch);
	http_exchange_let_go(server);
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	while (server->oldest != NULL)
		end_connection(server, server->oldest);
	loop_timer_free(server->timer);
	loop_timer_free(server->ages);
	if (server->fd >= 0)
		close(server->fd);
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
