/* Listening for HTTP; see http_server.h. */
#include "net/http_server_inside.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 64

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

int
http_listen(const struct ip_address *address, struct error *err)
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
read_address(
    const struct sockaddr_storage *storage, struct ip_address *ret_address)
{
	if (storage->ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)storage;

		ret_address->family = 4;
		ret_address->port = ntohs(v4->sin_port);
		memcpy(ret_address->bytes, &v4->sin_addr, 4);
	} else if (storage->ss_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)storage;

		ret_address->family = 6;
		ret_address->port = ntohs(v6->sin6_port);
		memcpy(ret_address->bytes, &v6->sin6_addr, 16);
	}
}

void
http_listen_address(int fd, struct ip_address *ret_address)
{
	struct sockaddr_storage storage = {0};
	socklen_t len = sizeof storage;

	if (getsockname(fd, (struct sockaddr *)&storage, &len) == 0)
		read_address(&storage, ret_address);
}

/* An IPv4 address that came by a socket for both is one of IPv4 again. */
void
http_listen_source(
    const struct sockaddr_storage *storage, struct ip_address *ret_source)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

	*ret_source = (struct ip_address){0};
	read_address(storage, ret_source);
	ret_source->port = 0;
	if (ret_source->family != 6)
		return;
	if (memcmp(ret_source->bytes, mapped, sizeof mapped) == 0) {
		ret_source->family = 4;
		memmove(ret_source->bytes, ret_source->bytes + 12, 4);
		memset(ret_source->bytes + 4, 0, 12);
	} else {
		memset(ret_source->bytes + 8, 0, 8);
	}
}
