/* One message to a webhook; see webhook_post.h. */
#include "notify/webhook_post.h"

#include "notify/webhook_message.h"

struct http_request *
webhook_post(struct http *http, const struct webhook_options *options,
    struct webhook_url *url, struct secrets *secrets, const char *id,
    const char *payload, int64_t now, http_fn done, void *arg,
    struct error *err)
{
	const char *base = webhook_url_get(url, err);
	struct webhook_message message = {0};
	CLEANUP(free) char *door = NULL;
	struct http_request *request;
	struct http_options http_options = {
	    .method = "POST",
	    .ca_file = options->ca_file,
	    .timeout_ms = options->timeout_ms,
	};

	if (base == NULL || !secrets_refresh(secrets, err) ||
	    !webhook_message_make(
		options, secrets, id, payload, now, &message, err))
		return NULL;
	http_options.url = door = webhook_message_url(&message, base);
	http_options.headers = &message.headers;
	http_options.body = message.body;
	http_options.body_len = message.body_len;
	request = http_start(http, &http_options, done, arg);
	webhook_message_clear(&message);
	return request;
}
