/*
 * Who is let in to an HTTP server; see http_server.h.
 *
 * When all places are taken, somebody gives up his for who knocks: first one
 * who is not being answered, of the source that has the most of them, the one
 * who came first. So strangers who only sit there keep nobody out, and of those
 * who are served nobody is cut short for a source that has as many itself. It
 * waits at the door for one to end, and so do all behind it: not for a source
 * that has its share, or three who read slowly would keep everybody out. Who
 * comes by a Unix socket or through a proxy has no share: many are behind it.
 */
#include "net/http_server_inside.h"

#include <string.h>
#include <unistd.h>

/* Of the places that one source may have: with more than one in so many it does
 * not wait for another. */
#define SHARE 8

static bool
is_same(const struct ip_address *a, const struct ip_address *b)
{
	return ip_address_compare(a, b) == 0;
}

static unsigned
count_of(const struct http_server *server, const struct ip_address *source)
{
	unsigned count = 0;

	for (const struct http_connection *c = server->oldest; c != NULL;
	     c = c->next)
		count += is_same(&c->source, source);
	return count;
}

/* While an answer is made libmicrohttpd does not look at the connection. */
static bool
is_suspended(const struct http_connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection->mhd, MHD_CONNECTION_INFO_CONNECTION_SUSPENDED);

	return info != NULL && info->suspended == MHD_YES;
}

/* NULL: nobody. Of few (max_connections), and only when all places are taken.
 */
static struct http_connection *
who_yields(const struct http_server *server, bool is_busy, unsigned least)
{
	struct http_connection *found = NULL;
	unsigned most = 0;

	for (struct http_connection *c = server->oldest; c != NULL;
	     c = c->next) {
		unsigned count;

		if (c->is_busy != is_busy || c->is_ended || is_suspended(c))
			continue;
		count = count_of(server, &c->source);
		if (count < least || count <= most)
			continue;
		most = count;
		found = c;
	}
	return found;
}

static void
make_room(struct http_server *server)
{
	struct http_connection *who = who_yields(server, false, 1);

	if (who == NULL)
		who = who_yields(
		    server, true, count_of(server, &server->source) + 2);
	if (who == NULL)
		return;
	http_connection_end(who);
	(void)MHD_run(server->daemon);
}

static bool
is_full(const struct http_server *server)
{
	return server->counts.connections >= server->options.max_connections;
}

/* libmicrohttpd closes whom it does not take. From 1.0 on it takes nobody
 * before it runs: he is to be counted, as from his source, before the next one
 * knocks.
 */
static void
let_in(struct http_server *server)
{
	int fd = server->knocking;

	server->knocking = -1;
	(void)MHD_add_connection(server->daemon, fd,
	    (struct sockaddr *)&server->from, server->from_len);
	(void)MHD_run(server->daemon);
}

void
http_door_look(struct http_server *server)
{
	if (server->knocking < 0)
		return;
	if (is_full(server))
		make_room(server);
	if (is_full(server))
		return;
	let_in(server);
	listener_pause(server->listener, false);
}

/* Behind it are many, who are not known apart. */
static bool
is_proxy(const struct http_server *server)
{
	const struct http_proxies *proxies = &server->options.proxies;

	for (size_t i = 0; i < proxies->len; i++) {
		const struct ip_address *proxy = &proxies->items[i];
		size_t len = proxy->family == 6 ? 8 : 4;

		if (proxy->family == server->source.family &&
		    memcmp(proxy->bytes, server->source.bytes, len) == 0)
			return true;
	}
	return false;
}

static bool
may_knock(struct http_server *server, int fd)
{
	server->from_len = sizeof server->from;
	if (getpeername(
		fd, (struct sockaddr *)&server->from, &server->from_len) != 0)
		return false;
	http_listen_source(&server->from, &server->source);
	if (is_proxy(server))
		server->source = (struct ip_address){0};
	return server->source.family == 0 ||
	    count_of(server, &server->source) < server->options.max_per_address;
}

static bool
may_wait(const struct http_server *server)
{
	return server->source.family == 0 ||
	    count_of(server, &server->source) <=
	    server->options.max_per_address / SHARE;
}

static void
turn_away(struct http_server *server)
{
	close(server->knocking);
	server->knocking = -1;
}

static void
on_knock(void *arg, int fd)
{
	struct http_server *server = arg;

	if (!may_knock(server, fd)) {
		close(fd);
		return;
	}
	server->knocking = fd;
	http_door_look(server);
	if (server->knocking >= 0 && may_wait(server))
		listener_pause(server->listener, true);
	else if (server->knocking >= 0)
		turn_away(server);
	/* Its time limits begin. */
	loop_timer_set(server->timer, 0);
}

bool
http_door_open(struct http_server *server, struct error *err)
{
	const struct listener_options options = {.fd = server->fd};

	server->listener =
	    listener_new(server->loop, &options, on_knock, server, err);
	return server->listener != NULL;
}

void
http_door_close(struct http_server *server)
{
	listener_free(server->listener);
	server->listener = NULL;
	if (server->knocking >= 0)
		turn_away(server);
}
