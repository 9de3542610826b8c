/*
 * One message to a webhook: its body, its signature by the secrets as they
 * are now, and the request to the URL as it is now.
 */
#pragma once

#include "files/secret.h"
#include "net/http.h"
#include "notify/webhook_url.h"

/* payload: the event's JSON; now: seconds, it is signed too. NULL: a secret,
 * the URL or the event cannot be read. */
struct http_request *webhook_post(struct http *http,
    const struct webhook_options *options, struct webhook_url *url,
    struct secrets *secrets, const char *id, const char *payload, int64_t now,
    http_fn done, void *arg, struct error *err);
