/* URLs by libcurl's own parser; see http_url.h. */
#include "net/http_url.h"

#include <curl/curl.h>
#include <string.h>

#include "base/mem.h"

/* Asks the ACE form of host names where this libcurl can tell it. */
#ifdef CURLU_PUNYCODE
#define HOST_FLAGS CURLU_PUNYCODE
#else
#define HOST_FLAGS 0
#endif

/* NULL when the part is not there. */
static char *
part(CURLU *handle, CURLUPart which, unsigned flags)
{
	char *text = NULL, *copy = NULL;

	if (curl_url_get(handle, which, &text, flags) == CURLUE_OK)
		copy = mem_strdup(text);
	curl_free(text);
	return copy;
}

static bool
has_part(CURLU *handle, CURLUPart which)
{
	CLEANUP(free) char *text = part(handle, which, 0);

	return text != NULL;
}

static bool
check_bytes(const char *text, struct error *err)
{
	if (strlen(text) > HTTP_URL_MAX)
		return error_set(
		    err, ERROR_LIMIT, "is longer than %d bytes", HTTP_URL_MAX);
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p <= ' ' || *p == 0x7f)
			return error_set(err, ERROR_INVALID,
			    "holds a blank or control character; remove it, "
			    "or write it as %%20");
	}
	return true;
}

/* What a URL may begin with; without TLS from the first byte, and with it. */
struct schemes {
	const char *plain, *tls;
	uint16_t plain_port, tls_port;
};

static const struct schemes http_schemes = {"http", "https", 80, 443};
static const struct schemes smtp_schemes = {"smtp", "smtps", 25, 465};

static bool
has_scheme(const char *text, const char *scheme)
{
	size_t len = strlen(scheme);

	return strncasecmp(text, scheme, len) == 0 &&
	    strncmp(text + len, "://", 3) == 0;
}

static bool
check_scheme(const char *text, const struct schemes *schemes, bool *ret_is_tls,
    struct error *err)
{
	*ret_is_tls = has_scheme(text, schemes->tls);
	if (*ret_is_tls || has_scheme(text, schemes->plain))
		return true;
	return error_set(err, ERROR_INVALID,
	    "does not begin with %s://; write the whole URL",
	    schemes == &http_schemes ? schemes->tls : schemes->plain);
}

static bool
check_parts(CURLU *handle, struct error *err)
{
	if (has_part(handle, CURLUPART_USER) ||
	    has_part(handle, CURLUPART_PASSWORD))
		return error_set(err, ERROR_INVALID,
		    "holds a user name or password; that is not taken in a "
		    "URL");
	if (has_part(handle, CURLUPART_FRAGMENT))
		return error_set(err, ERROR_INVALID,
		    "holds a fragment ('#...'), which is never sent; remove "
		    "it");
	if (has_part(handle, CURLUPART_ZONEID))
		return error_set(err, ERROR_INVALID,
		    "holds an address with a zone; zones are not taken");
	return true;
}

static bool
take_host(CURLU *handle, struct http_url *url, struct error *err)
{
	CLEANUP(free) char *host = part(handle, CURLUPART_HOST, HOST_FLAGS);
	size_t len = host == NULL ? 0 : strlen(host);

	if (len == 0)
		return error_set(err, ERROR_INVALID, "names no host");
	url->is_address = ip_address_parse(host, &url->address);
	if (!url->is_address && (host[0] == '[' || strchr(host, ':') != NULL))
		return error_set(
		    err, ERROR_INVALID, "holds an address that is none");
	if (host[0] == '[')
		url->host = mem_strndup(host + 1, len - 2);
	else
		url->host = TAKE(host);
	for (char *p = url->host; *p != '\0'; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	return true;
}

static bool
take_port(CURLU *handle, struct http_url *url, struct error *err)
{
	CLEANUP(free)
	char *port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	unsigned long number = port == NULL ? 0 : strtoul(port, NULL, 10);

	if (number == 0 || number > UINT16_MAX)
		return error_set(
		    err, ERROR_INVALID, "has no port from 1 to 65535");
	url->port = (uint16_t)number;
	url->address.port = url->port;
	return true;
}

static bool
take_apart(CURLU *handle, const char *text, const struct schemes *schemes,
    struct http_url *url, struct error *err)
{
	CURLUcode code = curl_url_set(handle, CURLUPART_URL, text, 0);
	bool is_v6, is_tls = url->is_https;

	if (code != CURLUE_OK)
		return error_set(err, ERROR_INVALID, "is no URL (%s)",
		    curl_url_strerror(code));
	if (!check_parts(handle, err) || !take_host(handle, url, err) ||
	    !take_port(handle, url, err))
		return false;
	is_v6 = strchr(url->host, ':') != NULL;
	url->origin =
	    mem_printf("%s://%s%s%s", is_tls ? schemes->tls : schemes->plain,
		is_v6 ? "[" : "", url->host, is_v6 ? "]" : "");
	if (url->port != (is_tls ? schemes->tls_port : schemes->plain_port)) {
		CLEANUP(free) char *bare = TAKE(url->origin);

		url->origin = mem_printf("%s:%u", bare, url->port);
	}
	url->text = part(handle, CURLUPART_URL, HOST_FLAGS);
	return url->text != NULL || error_set(err, ERROR_INVALID, "is no URL");
}

static bool
parse(const char *text, const struct schemes *schemes, struct http_url *ret_url,
    struct error *err)
{
	struct http_url url = {0};
	CURLU *handle;
	bool ok;

	if (!check_bytes(text, err) ||
	    !check_scheme(text, schemes, &url.is_https, err))
		return false;
	handle = curl_url();
	ok = take_apart(handle, text, schemes, &url, err);
	curl_url_cleanup(handle);
	if (!ok) {
		http_url_clear(&url);
		return false;
	}
	*ret_url = url;
	return true;
}

bool
http_url_parse(const char *text, struct http_url *ret_url, struct error *err)
{
	return parse(text, &http_schemes, ret_url, err);
}

static const char *
behind_host(const char *text)
{
	const char *host = strstr(text, "://");

	return host == NULL ? "" : host + 3 + strcspn(host + 3, "/?");
}

bool
http_url_parse_smtp(
    const char *text, struct http_url *ret_url, struct error *err)
{
	const char *rest = behind_host(text);

	if (*rest != '\0' && strcmp(rest, "/") != 0)
		return error_set(err, ERROR_INVALID,
		    "has something behind the host and port; remove it");
	return parse(text, &smtp_schemes, ret_url, err);
}

void
http_url_clear(struct http_url *url)
{
	free(url->host);
	free(url->origin);
	free(url->text);
	*url = (struct http_url){0};
}
