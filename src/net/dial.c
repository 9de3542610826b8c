/* A non-blocking connect; see dial.h. */
#include "net/dial.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"

struct dial {
	int fd;
	int error_number; /* known before the loop was asked; 0: none */
	struct loop_watch *watch;
	struct loop_timer *timer; /* the deadline, or "at once" */
	dial_fn fn;
	void *arg;
};

static socklen_t
to_sockaddr(const struct ip_address *address, struct sockaddr_storage *ret)
{
	*ret = (struct sockaddr_storage){0};
	if (address->family == 4) {
		struct sockaddr_in *in = (struct sockaddr_in *)ret;

		in->sin_family = AF_INET;
		in->sin_port = htons(address->port);
		memcpy(&in->sin_addr, address->bytes, 4);
		return sizeof *in;
	}
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ret;

	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(address->port);
	memcpy(&in6->sin6_addr, address->bytes, 16);
	return sizeof *in6;
}

/* All of a path, or nothing. */
static socklen_t
to_sockaddr_un(const char *path, struct sockaddr_storage *ret)
{
	struct sockaddr_un *un = (struct sockaddr_un *)ret;
	size_t len = strlen(path);

	static_assert(DIAL_PATH_MAX < sizeof un->sun_path, "room for a NUL");
	*ret = (struct sockaddr_storage){0};
	if (len > DIAL_PATH_MAX)
		return 0;
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, path, len);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + 1);
}

/* Its port is chosen at the connect: there are as many as there are peers. */
static int
bind_source(int fd, const struct ip_address *source)
{
	struct sockaddr_storage from;
	socklen_t len = to_sockaddr(source, &from);
	const int on = 1;

	(void)setsockopt(
	    fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	return bind(fd, (struct sockaddr *)&from, len) == 0 ? 0 : errno;
}

/* What a socket of IP needs before it connects; 0 or errno's number. */
static int
prepare(int fd, const struct dial_way *way)
{
	const int on = 1;

	/* A flight is one send: waiting for more would only delay it. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (way->source.family == 0)
		return 0;
	if (way->source.family != way->address.family)
		return EAFNOSUPPORT;
	return bind_source(fd, &way->source);
}

/* Opens and connects; gives errno's number, EINPROGRESS as a rule. */
static int
begin(struct dial *dial, const struct dial_way *way)
{
	struct sockaddr_storage to;
	socklen_t len = way->path != NULL ? to_sockaddr_un(way->path, &to)
					  : to_sockaddr(&way->address, &to);
	int error_number;

	if (len == 0)
		return ENAMETOOLONG;
	dial->fd =
	    socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (dial->fd < 0)
		return errno;
	error_number = way->path != NULL ? 0 : prepare(dial->fd, way);
	if (error_number != 0 ||
	    connect(dial->fd, (struct sockaddr *)&to, len) == 0)
		return error_number;
	/* A signal does not end a connect that has begun. */
	return errno == EINTR ? EINPROGRESS : errno;
}

void
dial_cancel(struct dial *dial)
{
	if (dial == NULL)
		return;
	loop_watch_free(dial->watch);
	loop_timer_free(dial->timer);
	if (dial->fd >= 0)
		close(dial->fd);
	free(dial);
}

static void
finish(struct dial *dial, int error_number)
{
	dial_fn fn = dial->fn;
	void *arg = dial->arg;
	int fd = -1;

	if (error_number == 0) {
		fd = dial->fd;
		dial->fd = -1;
	}
	dial_cancel(dial);
	fn(arg, fd, error_number);
}

static void
on_ready(void *arg, bool readable, bool writable)
{
	struct dial *dial = arg;
	int error_number = 0;
	socklen_t len = sizeof error_number;

	(void)readable;
	(void)writable;
	if (getsockopt(dial->fd, SOL_SOCKET, SO_ERROR, &error_number, &len) < 0)
		error_number = errno;
	finish(dial, error_number);
}

static void
on_time(void *arg)
{
	struct dial *dial = arg;

	finish(dial,
	    dial->error_number == EINPROGRESS ? ETIMEDOUT : dial->error_number);
}

struct dial *
dial_start_way(struct loop *loop, const struct dial_way *way,
    int64_t timeout_ms, dial_fn fn, void *arg)
{
	struct dial *dial = MEM_NEW(struct dial);

	dial->fd = -1;
	dial->fn = fn;
	dial->arg = arg;
	dial->timer = loop_timer_new(loop, on_time, dial);
	dial->error_number = begin(dial, way);
	if (dial->error_number != EINPROGRESS) {
		loop_timer_set(dial->timer, 0);
		return dial;
	}
	dial->watch = loop_watch_new(loop, dial->fd, on_ready, dial);
	loop_watch_set(dial->watch, false, true);
	loop_timer_set(dial->timer, timeout_ms);
	return dial;
}

struct dial *
dial_start(struct loop *loop, const struct ip_address *address,
    int64_t timeout_ms, dial_fn fn, void *arg)
{
	const struct dial_way way = {.address = *address};

	return dial_start_way(loop, &way, timeout_ms, fn, arg);
}

bool
dial_local_address(int fd, struct ip_address *ret_address)
{
	struct sockaddr_storage name = {0};
	socklen_t len = sizeof name;
	struct ip_address address = {0};

	if (getsockname(fd, (struct sockaddr *)&name, &len) != 0)
		return false;
	if (name.ss_family == AF_INET) {
		const struct sockaddr_in *in = (struct sockaddr_in *)&name;

		address.family = 4;
		address.port = ntohs(in->sin_port);
		memcpy(address.bytes, &in->sin_addr, 4);
	} else if (name.ss_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&name;

		address.family = 6;
		address.port = ntohs(in6->sin6_port);
		memcpy(address.bytes, &in6->sin6_addr, 16);
	} else {
		return false;
	}
	*ret_address = address;
	return true;
}
