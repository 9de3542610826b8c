/* One message to a webhook; see webhook_post.h. */
#include "notify/webhook_post.h"

#include "notify/webhook_message.h"

struct http_request *
webhook_post(struct http *http, const struct webhook_options *options,
    struct secrets *secrets, const char *id, const char *payload, int64_t now,
    http_fn done, void *arg, struct error *err)
{
	struct webhook_message message = {0};
	struct http_request *request;
	struct http_options http_options = {
	    .url = options->url,
	    .method = "POST",
	    .ca_file = options->ca_file,
	    .timeout_ms = options->timeout_ms,
	};

	if (!secrets_refresh(secrets, err) ||
	    !webhook_message_make(
		options, secrets, id, payload, now, &message, err))
		return NULL;
	if (message.url != NULL)
		http_options.url = message.url;
	http_options.headers = &message.headers;
	http_options.body = message.body;
	http_options.body_len = message.body_len;
	request = http_start(http, &http_options, done, arg);
	webhook_message_clear(&message);
	return request;
}
