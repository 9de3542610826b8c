/*
 * struct http_filter: which addresses a transfer may be connected to, asked
 * where nothing can come in between: with the address that connect(2) is about
 * to get, and again with that of the connection before a request is written,
 * which may be one kept from another transfer. For http.c.
 */
#pragma once

#include <curl/curl.h>

#include "base/ip_address.h"

struct http_filter {
	bool (*is_allowed)(void *arg, const struct ip_address *address);
	void *arg;
	bool was_refused; /* an address, by is_allowed */
};

/* The filter is lent for the life of the handle. */
void http_filter_set(struct http_filter *filter, CURL *easy);
