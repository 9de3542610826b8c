/*
 * libcurl's multi handle on our loop: its sockets are watches, its timeout is
 * a timer. Private to http.c, which owns what is added; each easy handle's
 * CURLOPT_PRIVATE is what `ended` is given.
 */
#pragma once

#include <curl/curl.h>

#include "net/loop.h"

struct http_multi;

/* ended is called from within libcurl's turn: it may remove the handle that
 * ended, and nothing else. */
struct http_multi *http_multi_new(
    struct loop *loop, void (*ended)(void *arg, CURLcode code));
/* Everything that was added has been removed. */
void http_multi_free(struct http_multi *multi);
void http_multi_add(struct http_multi *multi, CURL *easy);
void http_multi_remove(struct http_multi *multi, CURL *easy);
