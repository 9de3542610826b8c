/* The filter of addresses; see http_filter.h. */
#include "net/http_filter.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static void
address_of(const struct sockaddr *from, struct ip_address *ret_address)
{
	*ret_address = (struct ip_address){0};
	if (from->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)from;

		ret_address->family = 4;
		memcpy(ret_address->bytes, &in->sin_addr, 4);
		ret_address->port = ntohs(in->sin_port);
	} else if (from->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const void *)from;

		ret_address->family = 6;
		memcpy(ret_address->bytes, &in6->sin6_addr, 16);
		ret_address->port = ntohs(in6->sin6_port);
	}
}

static bool
is_allowed(struct http_filter *filter, const struct ip_address *address)
{
	if (address->family != 0 &&
	    (filter->is_allowed == NULL ||
		filter->is_allowed(filter->arg, address)))
		return true;
	filter->was_refused = true;
	return false;
}

/* What stands here is where it would go. */
static curl_socket_t
open_socket(void *arg, UNUSED curlsocktype purpose, struct curl_sockaddr *to)
{
	struct ip_address address;

	address_of(&to->addr, &address);
	if (!is_allowed(arg, &address))
		return CURL_SOCKET_BAD;
	return socket(to->family, to->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    to->protocol);
}

static int
before_request(void *arg, char *remote, UNUSED char *local, int remote_port,
    UNUSED int local_port)
{
	struct ip_address address = {0};

	if (!ip_address_parse(remote, &address))
		address.family = 0;
	address.port = (uint16_t)remote_port;
	return is_allowed(arg, &address) ? CURL_PREREQFUNC_OK
					 : CURL_PREREQFUNC_ABORT;
}

void
http_filter_set(struct http_filter *filter, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, filter);
	if (filter->is_allowed == NULL)
		return;
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, filter);
}
