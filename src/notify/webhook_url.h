/*
 * struct webhook_url: where the messages of a webhook go. The URL stands in
 * the configuration, or in a file or credential, as it is a secret itself: then
 * it is read again when that changed, and stands in no message. Who says what
 * failed, or what was answered, takes it from here.
 */
#pragma once

#include "notify/webhook_options.h"

struct webhook_url;

/* Copies what it needs; reads nothing yet. */
struct webhook_url *webhook_url_new(const struct webhook_options *options);
void webhook_url_free(struct webhook_url *url); /* wipes */
CLEANUP_DEFINE(struct webhook_url, webhook_url_free)
/* As it is now; lent until the next call. NULL: the file cannot be used. err
 * names it, and says nothing of what it holds. */
const char *webhook_url_get(
    struct webhook_url *url, struct error *err) MUST_CHECK;
/* Does a text of the receiver's repeat the path or the query of a URL that came
 * out of a file, or a part of them that is long enough to be the secret? */
bool webhook_url_is_in(
    const struct webhook_url *url, const char *text, size_t len);
