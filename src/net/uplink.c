/* A way to an address; see uplink.h. */
#include "net/uplink.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANY_PORT 9 /* discard: nothing is sent anyway */

/* Addresses kept for documentation (RFC 5737, RFC 3849): whoever has a way to
 * them has a default route. */
static const struct ip_address worlds[] = {
    {.family = 4, .bytes = {192, 0, 2, 1}},
    {.family = 6, .bytes = {0x20, 0x01, 0x0d, 0xb8, [15] = 1}},
};

static bool
is_no_way(int error)
{
	return error == ENETUNREACH || error == EHOSTUNREACH ||
	    error == ENETDOWN || error == EADDRNOTAVAIL ||
	    error == EAFNOSUPPORT;
}

static int
connect_to(int fd, const struct ip_address *address)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET,
	    .sin_port = htons(ANY_PORT),
	};
	struct sockaddr_in6 in6 = {
	    .sin6_family = AF_INET6,
	    .sin6_port = htons(ANY_PORT),
	};

	if (address->family == 4) {
		memcpy(&in.sin_addr, address->bytes, sizeof in.sin_addr);
		return connect(fd, (const struct sockaddr *)&in, sizeof in);
	}
	memcpy(&in6.sin6_addr, address->bytes, sizeof in6.sin6_addr);
	return connect(fd, (const struct sockaddr *)&in6, sizeof in6);
}

static bool
has_way(const struct ip_address *address)
{
	int fd = socket(address->family == 4 ? AF_INET : AF_INET6,
	    SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool has_one;

	if (fd < 0)
		return !is_no_way(errno);
	has_one = connect_to(fd, address) == 0 || !is_no_way(errno);
	close(fd);
	return has_one;
}

bool
uplink_is_cut_off(const struct ip_address *address)
{
	if (address->family == 0 || has_way(address))
		return false;
	for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++) {
		if (has_way(&worlds[i]))
			return false;
	}
	return true;
}
