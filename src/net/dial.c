/* A non-blocking connect; see dial.h. */
#include "net/dial.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
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

/* Opens and connects; gives errno's number, EINPROGRESS as a rule. */
static int
begin(struct dial *dial, const struct ip_address *address)
{
	struct sockaddr_storage to;
	socklen_t len = to_sockaddr(address, &to);
	const int on = 1;

	dial->fd =
	    socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (dial->fd < 0)
		return errno;
	/* A flight is one send: waiting for more would only delay it. */
	(void)setsockopt(dial->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (connect(dial->fd, (struct sockaddr *)&to, len) == 0)
		return 0;
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
dial_start(struct loop *loop, const struct ip_address *address,
    int64_t timeout_ms, dial_fn fn, void *arg)
{
	struct dial *dial = MEM_NEW(struct dial);

	dial->fn = fn;
	dial->arg = arg;
	dial->timer = loop_timer_new(loop, on_time, dial);
	dial->error_number = begin(dial, address);
	if (dial->error_number != EINPROGRESS) {
		loop_timer_set(dial->timer, 0);
		return dial;
	}
	dial->watch = loop_watch_new(loop, dial->fd, on_ready, dial);
	loop_watch_set(dial->watch, false, true);
	loop_timer_set(dial->timer, timeout_ms);
	return dial;
}
