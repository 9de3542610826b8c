/* Hosts with and without ports; see host_port.h. */
#include "config/host_port.h"

#include <string.h>

/* A name in any spelling that could be meant: longer is wrong at once. */
#define TEXT_MAX 1024
#define UNIX_START "unix:"
#define UNIX_PATH_MAX 107 /* bytes; what sockaddr_un has room for */

/* Where resolvers would see a number (10.1, 0x7f.1, 017700000001), we want
 * four plain decimal parts or a name: RFC 952 names end in no number. */
static bool
is_like_ipv4(const char *host)
{
	const char *dot = strrchr(host, '.');
	const char *last = dot == NULL ? host : dot + 1;

	if (dot != NULL && *last == '\0') {
		/* "10.0.0.1." */
		return strspn(host, "0123456789.") == strlen(host);
	}
	if (last[0] == '0' && (last[1] == 'x' || last[1] == 'X'))
		return last[2 + strspn(last + 2, "0123456789abcdefABCDEF")] ==
		    '\0';
	return *last != '\0' && last[strspn(last, "0123456789")] == '\0';
}

/* 0.0.0.0 and :: mean "here", multicast means many. */
static bool
is_unicast(const struct ip_address *address)
{
	static const uint8_t zero[16] = {0};
	size_t len = ip_address_len(address);

	if (memcmp(address->bytes, zero, len) == 0)
		return false;
	if (address->family == 4)
		return address->bytes[0] < 224;
	return address->bytes[0] != 0xff;
}

/* hostname_parse says what is refused before it says why; our readers see the
 * name already. */
static const char *
reason_alone(const char *message)
{
	static const char words[] = "is not a host name: ";
	const char *start = strstr(message, words);

	return start == NULL ? message : start + sizeof words - 1;
}

static bool
parse_bare(const char *text, struct hostname *ret_host, struct error *err)
{
	struct hostname host = {0};
	struct error reason = ERROR_INIT;
	struct ip_address address;

	if (is_like_ipv4(text) && !ip_address_parse(text, &address))
		return error_set(err, ERROR_INVALID,
		    "is no IPv4 address; write four decimal numbers without "
		    "leading zeros, such as 192.0.2.1");
	if (text[0] == '*')
		return error_set(err, ERROR_INVALID,
		    "is a wildcard; write a name that a client would ask for, "
		    "such as www%.60s",
		    text[1] == '.' && text[2] != '\0' ? text + 1
						      : ".example.com");
	if (!hostname_parse(text, &host, &reason))
		return error_set(err, ERROR_INVALID,
		    "is no host name: %.200s; write one such as "
		    "www.example.com, or an address",
		    reason_alone(reason.message));
	if (host.is_address && !is_unicast(&host.address))
		return error_set(err, ERROR_INVALID,
		    "is no address to connect to; write that of one server");
	*ret_host = host;
	return true;
}

/* What is no host at all, by its shape. */
static bool
check_shape(const char *text, struct error *err)
{
	const char *scheme = strstr(text, "://");
	const char *host = scheme == NULL ? text : scheme + 3;
	size_t len = strcspn(host, "/?#");

	if (*text == '\0')
		return error_set(
		    err, ERROR_INVALID, "is empty; give a host name");
	if (strlen(text) > TEXT_MAX)
		return error_set(
		    err, ERROR_INVALID, "is too long for a host name");
	if (scheme != NULL)
		return error_set(err, ERROR_INVALID,
		    "is a URL; write the host alone: %.*s",
		    len > 100 ? 100 : (int)len, host);
	if (host[len] == '/' && host[len + 1] != '\0' &&
	    host[len + 1 + strspn(host + len + 1, "0123456789")] == '\0')
		return error_set(err, ERROR_INVALID,
		    "is a network; list its addresses one by one");
	if (host[len] != '\0' && len > 0)
		return error_set(err, ERROR_INVALID,
		    "holds a path; write the host alone: %.*s",
		    len > 100 ? 100 : (int)len, host);
	if (strchr(text, '@') != NULL)
		return error_set(err, ERROR_INVALID,
		    "holds a '@'; write the host alone: %.100s",
		    strrchr(text, '@') + 1);
	if (strchr(text, '%') != NULL && strchr(text, ':') != NULL)
		return error_set(err, ERROR_INVALID,
		    "has a zone; addresses with '%%' are not taken");
	if (text[strspn(text, " ")] == '\0' || strchr(text, ' ') != NULL)
		return error_set(err, ERROR_INVALID,
		    "holds a space; write one host, such as www.example.com");
	return true;
}

static bool
parse_port(const char *text, uint16_t *ret_port, struct error *err)
{
	size_t digits = strspn(text, "0123456789");
	unsigned port = 0;

	if (digits > 0 && digits <= 5 && text[digits] == '\0' &&
	    text[0] != '0') {
		for (const char *p = text; *p != '\0'; p++)
			port = port * 10 + (unsigned)(*p - '0');
	}
	if (port == 0 || port > 65535)
		return error_set(err, ERROR_INVALID,
		    "has the port '%.20s'; it must be from 1 to 65535", text);
	*ret_port = (uint16_t)port;
	return true;
}

/* "[...]" and what follows it. */
static bool
parse_bracketed(const char *text, struct host_port *ret, struct error *err)
{
	const char *end = strchr(text, ']');
	char inner[IP_ADDRESS_TEXT_MAX];
	struct ip_address address;
	size_t len;

	if (end == NULL || (end[1] != '\0' && end[1] != ':'))
		return error_set(err, ERROR_INVALID,
		    "is not well bracketed; write [2001:db8::1] or "
		    "[2001:db8::1]:443");
	len = (size_t)(end - text - 1);
	if (len >= sizeof inner)
		len = sizeof inner - 1;
	memcpy(inner, text + 1, len);
	inner[len] = '\0';
	if (strchr(inner, ':') == NULL || !ip_address_parse(inner, &address))
		return error_set(err, ERROR_INVALID,
		    "has no IPv6 address in its brackets; write "
		    "[2001:db8::1]:443, and names and IPv4 without brackets");
	if (end[1] == ':' && !parse_port(end + 2, &ret->port, err))
		return false;
	return parse_bare(inner, &ret->host, err);
}

static bool
parse_colons(const char *text, struct host_port *ret, struct error *err)
{
	const char *colon = strchr(text, ':');
	struct ip_address address;
	char host[TEXT_MAX + 1];
	size_t len;

	if (colon == NULL)
		return parse_bare(text, &ret->host, err);
	if (strchr(colon + 1, ':') != NULL) {
		if (!ip_address_parse(text, &address))
			return error_set(err, ERROR_INVALID,
			    "is no IPv6 address; write 2001:db8::1, or "
			    "[2001:db8::1]:443 with a port");
		return parse_bare(text, &ret->host, err);
	}
	len = (size_t)(colon - text);
	if (len == 0)
		return error_set(err, ERROR_INVALID,
		    "has no host before the ':'; write www.example.com:8443");
	memcpy(host, text, len);
	host[len] = '\0';
	return parse_port(colon + 1, &ret->port, err) &&
	    parse_bare(host, &ret->host, err);
}

bool
host_port_parse(
    const char *text, struct host_port *ret_host_port, struct error *err)
{
	struct host_port parsed = {.port = 0};
	bool ok;

	if (!check_shape(text, err))
		return false;
	ok = text[0] == '[' ? parse_bracketed(text, &parsed, err)
			    : parse_colons(text, &parsed, err);
	if (ok)
		*ret_host_port = parsed;
	return ok;
}

bool
host_port_parse_way(
    const char *text, struct host_port *ret_host_port, struct error *err)
{
	struct host_port parsed = {.port = 0};
	const char *path = text + strlen(UNIX_START);

	if (strncmp(text, UNIX_START, strlen(UNIX_START)) != 0)
		return host_port_parse(text, ret_host_port, err);
	if (path[0] != '/')
		return error_set(err, ERROR_INVALID,
		    "has no whole path; write one such as unix:/run/app.sock");
	if (strlen(path) > UNIX_PATH_MAX)
		return error_set(err, ERROR_LIMIT,
		    "has a path of more than %d bytes, which no socket has",
		    UNIX_PATH_MAX);
	memcpy(parsed.host.text, text, strlen(text) + 1);
	*ret_host_port = parsed;
	return true;
}

bool
host_port_parse_host(
    const char *text, struct hostname *ret_host, struct error *err)
{
	struct host_port parsed = {.port = 0};

	if (!host_port_parse(text, &parsed, err))
		return false;
	if (parsed.port != 0)
		return error_set(err, ERROR_INVALID,
		    "has a port in it; write 'host: %.200s' and 'port: %u'",
		    parsed.host.text, (unsigned)parsed.port);
	*ret_host = parsed.host;
	return true;
}
