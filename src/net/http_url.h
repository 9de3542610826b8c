/*
 * struct http_url: an http or https URL taken apart, by the parser that will
 * fetch it, so that what was checked is what is asked. Used by http.c and by
 * who checks a configuration.
 */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "base/ip_address.h"

#define HTTP_URL_MAX 2048

struct http_url {
	bool is_https;
	char *host; /* A-labels, lower case; an address without brackets */
	uint16_t port;
	bool is_address;
	struct ip_address address; /* when is_address; with the port */
	/* "https://hooks.example.com:8443": what may be shown. The path of a
	 * webhook is often the secret itself. */
	char *origin;
	char *text; /* the whole, normalised */
};

/* Refuses other schemes, user names and passwords, and fragments. err never
 * quotes more than the scheme. */
bool http_url_parse(
    const char *text, struct http_url *ret_url, struct error *err) MUST_CHECK;
/* The same of smtp and smtps, which is_https stands for then; nothing may
 * follow the host and port. */
bool http_url_parse_smtp(
    const char *text, struct http_url *ret_url, struct error *err) MUST_CHECK;
void http_url_clear(struct http_url *url);

static inline UNUSED void
http_url_clear_cleanup(struct http_url *url)
{
	http_url_clear(url);
}
