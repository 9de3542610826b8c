/* IP addresses as values; see ip_address.h. */
#include "base/ip_address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

bool
ip_address_parse(const char *text, struct ip_address *ret_address)
{
	struct ip_address a = {0};
	char bare[IP_ADDRESS_TEXT_MAX];
	size_t len = strlen(text);
	bool bracketed = len >= 2 && text[0] == '[' && text[len - 1] == ']';

	if (bracketed) {
		text++;
		len -= 2;
	}
	if (len == 0 || len >= sizeof bare)
		return false;
	memcpy(bare, text, len);
	bare[len] = '\0';
	if (!bracketed && inet_pton(AF_INET, bare, a.bytes) == 1)
		a.family = 4;
	else if (inet_pton(AF_INET6, bare, a.bytes) == 1)
		a.family = 6;
	else
		return false;
	*ret_address = a;
	return true;
}

size_t
ip_address_len(const struct ip_address *address)
{
	return address->family == 4 ? 4 : address->family == 6 ? 16 : 0;
}

const char *
ip_address_format(
    const struct ip_address *address, char text[IP_ADDRESS_TEXT_MAX])
{
	int family = address->family == 4 ? AF_INET : AF_INET6;

	if (address->family == 0 ||
	    inet_ntop(family, address->bytes, text, IP_ADDRESS_TEXT_MAX) ==
		NULL)
		snprintf(text, IP_ADDRESS_TEXT_MAX, "-");
	return text;
}

const char *
ip_address_format_port(
    const struct ip_address *address, char text[IP_ADDRESS_TEXT_MAX])
{
	char bare[IP_ADDRESS_TEXT_MAX];

	ip_address_format(address, bare);
	snprintf(text, IP_ADDRESS_TEXT_MAX,
	    address->family == 6 ? "[%.45s]:%u" : "%.45s:%u", bare,
	    (unsigned)address->port);
	return text;
}

int
ip_address_compare(const struct ip_address *a, const struct ip_address *b)
{
	int order;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	order = memcmp(a->bytes, b->bytes, sizeof a->bytes);
	if (order != 0)
		return order;
	return (a->port > b->port) - (a->port < b->port);
}
