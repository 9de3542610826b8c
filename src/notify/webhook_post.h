/*
 * One message to a webhook: its body, its signature by the secrets as they
 * are now, and the request.
 */
#pragma once

#include "files/secret.h"
#include "net/http.h"
#include "notify/webhook_options.h"

/* payload: the event's JSON; now: seconds, it is signed too. NULL: a secret or
 * the event cannot be read. */
struct http_request *webhook_post(struct http *http,
    const struct webhook_options *options, struct secrets *secrets,
    const char *id, const char *payload, int64_t now, http_fn done, void *arg,
    struct error *err);
