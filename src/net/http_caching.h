/*
 * The headers of an answer that say for how long it may be used, and how to ask
 * whether it is still the same (RFC 9111, RFC 9110 8.8). Private to http.c.
 */
#pragma once

#include <curl/curl.h>

#include "net/http.h"

void http_caching_read(CURL *easy, struct http_caching *ret_caching);
/* The seconds of "max-age" in a Cache-Control; -1: none that can be read. For
 * who stores nothing for others: "private" counts for nothing, "no-cache" and
 * "no-store" are 0. */
int64_t http_caching_max_age(const char *cache_control);
