/* Proxies as they are written; see proxy_url.h. */
#include "config/proxy_url.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "config/host_port.h"

#define URL_MAX 1024
#define USER_MAX 255 /* RFC 1929 2 */

#define HOW "write http://HOST:PORT or socks5://HOST:PORT"

static const struct scheme {
	const char *start;
	enum proxy_kind kind; /* PROXY_NONE: known, and not spoken */
	uint16_t port;
} schemes[] = {
    {"http://", PROXY_HTTP, 3128},
    {"socks5://", PROXY_SOCKS5, 1080},
    {"socks5h://", PROXY_NONE, 0},
    {"socks4://", PROXY_NONE, 0},
    {"socks4a://", PROXY_NONE, 0},
    {"socks://", PROXY_NONE, 0},
    {"https://", PROXY_NONE, 0},
};

static const struct scheme *
find_scheme(const char *text)
{
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		if (strncasecmp(
			text, schemes[i].start, strlen(schemes[i].start)) == 0)
			return &schemes[i];
	}
	return NULL;
}

static bool
refuse_scheme(const struct scheme *scheme, struct error *err)
{
	if (strcmp(scheme->start, "socks5h://") == 0)
		return error_set(err, ERROR_INVALID,
		    "begins with socks5h://; write socks5:// and let the proxy "
		    "resolve names by 'proxy_resolve: proxy'");
	return error_set(err, ERROR_INVALID,
	    "begins with %s, which is not spoken here; " HOW, scheme->start);
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 3986 2.1; NULL: bad, or a byte that no user name has. */
static char *
decode_user(const char *text, size_t len)
{
	CLEANUP(free) char *user = mem_new(len + 1, 1);
	size_t out = 0;

	for (size_t i = 0; i < len; i++) {
		int c = (unsigned char)text[i];

		if (c == '%') {
			int high = i + 2 < len ? hex_digit(text[i + 1]) : -1;
			int low = high >= 0 ? hex_digit(text[i + 2]) : -1;

			if (low < 0)
				return NULL;
			c = high * 16 + low;
			i += 2;
		}
		if (c < 0x20 || c == 0x7f)
			return NULL;
		user[out++] = (char)c;
	}
	return out > 0 && out <= USER_MAX ? TAKE(user) : NULL;
}

/* Takes "user@" from the front of *authority. */
static bool
take_user(const char **authority, char **ret_user, struct error *err)
{
	const char *at = strrchr(*authority, '@');
	size_t len = at == NULL ? 0 : (size_t)(at - *authority);

	*ret_user = NULL;
	if (at == NULL)
		return true;
	if (memchr(*authority, ':', len) != NULL)
		return error_set(err, ERROR_INVALID,
		    "has a password in it, where others can read it; put "
		    "user:password on a line of a file of its own and name "
		    "that as the credentials");
	*ret_user = decode_user(*authority, len);
	if (*ret_user == NULL)
		return error_set(err, ERROR_INVALID,
		    "has no usable user name before the '@'; it has 1 to %d "
		    "bytes, and a '%%' only before two hexadecimal digits",
		    USER_MAX);
	*authority = at + 1;
	return true;
}

/* The rest of the URL: "host:port", maybe with a "/" behind it. */
static bool
parse_host(const char *text, const struct scheme *scheme,
    struct approach_proxy *proxy, struct error *err)
{
	CLEANUP(free) char *authority = mem_strdup(text);
	size_t len = strlen(authority);
	struct host_port parsed = {0};

	if (len > 0 && authority[len - 1] == '/')
		authority[len - 1] = '\0';
	if (!host_port_parse(authority, &parsed, err))
		return error_prefix(
		    err, "names a proxy whose host '%.100s'", authority);
	proxy->kind = scheme->kind;
	proxy->host = parsed.host;
	proxy->port = parsed.port != 0 ? parsed.port : scheme->port;
	return true;
}

bool
proxy_url_parse(
    const char *text, struct approach_proxy *ret_proxy, struct error *err)
{
	struct approach_proxy proxy = {0};
	const struct scheme *scheme = find_scheme(text);
	const char *authority;

	if (strcmp(text, "none") == 0) {
		*ret_proxy = proxy;
		return true;
	}
	if (strlen(text) > URL_MAX)
		return error_set(
		    err, ERROR_LIMIT, "is longer than %d bytes; " HOW, URL_MAX);
	if (scheme == NULL)
		return error_set(err, ERROR_INVALID, "is no proxy; " HOW);
	if (scheme->kind == PROXY_NONE)
		return refuse_scheme(scheme, err);
	authority = text + strlen(scheme->start);
	if (!take_user(&authority, &proxy.user, err))
		return false;
	if (!parse_host(authority, scheme, &proxy, err)) {
		approach_proxy_clear(&proxy);
		return false;
	}
	*ret_proxy = proxy;
	return true;
}
