/* What is posted to a webhook; see webhook_message.h. */
#include "notify/webhook_message.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/mem.h"
#include "config.h"
#include "notify/payload.h"
#include "notify/webhook_sign.h"
#include "render/render_pagerduty.h"
#include "render/render_slack.h"

bool
webhook_wants(const struct webhook_options *options, const char *payload)
{
	struct payload_about about;

	if (!payload_about(payload, &about) ||
	    (options->format == WEBHOOK_PAGERDUTY && !about.is_page))
		return false;
	return !payload_is_own_burial(&about, options->name) &&
	    webhook_options_want(options, about.kind,
		about.is_routed ? SEVERITY_CRITICAL : about.worst);
}

static char *
json_body(const json_t *event, const char *payload)
{
	char *body;

	/* As it was kept, byte for byte, where nothing is to be added. */
	if (json_object_get(event, "first_here") == NULL &&
	    json_object_get(event, "page") == NULL)
		return mem_strdup(payload);
	body = json_dumps(event, JSON_COMPACT);
	if (body == NULL)
		abort(); /* memory, as in mem.h */
	return body;
}

/* PagerDuty's routing key is the first secret. */
static bool
routing_key(const struct secrets *secrets, char **ret_key, struct error *err)
{
	const struct secret_key *key;

	if (secrets_count(secrets) == 0)
		return error_set(err, ERROR_INVALID, "there is no routing key");
	key = secrets_at(secrets, 0);
	for (size_t i = 0; i < key->len; i++) {
		if (key->bytes[i] <= ' ' || key->bytes[i] > '~')
			return error_set(err, ERROR_INVALID,
			    "the routing key is no line of letters and digits");
	}
	*ret_key = mem_strndup((const char *)key->bytes, key->len);
	return true;
}

static bool
make_page(const struct secrets *secrets, const json_t *event,
    struct webhook_message *message, struct error *err)
{
	struct pagerduty_message page = {0};
	CLEANUP(free) char *key = NULL;

	if (!routing_key(secrets, &key, err))
		return false;
	if (!render_pagerduty_event(event, key, &page))
		return error_set(err, ERROR_INVALID, "no event for PagerDuty");
	message->body = page.body;
	message->is_change = page.is_change;
	return true;
}

static bool
make_body(const struct webhook_options *options, const struct secrets *secrets,
    const char *payload, struct webhook_message *message, struct error *err)
{
	json_t *event = payload_for(payload, options->name, options->page_url);
	bool ok = true;

	if (event == NULL)
		return error_set(
		    err, ERROR_INVALID, "an event that cannot be read");
	switch ((enum webhook_format)options->format) {
	case WEBHOOK_JSON: message->body = json_body(event, payload); break;
	case WEBHOOK_SLACK: message->body = render_slack_event(event); break;
	case WEBHOOK_PAGERDUTY:
		ok = make_page(secrets, event, message, err);
		break;
	case WEBHOOK_ALERTMANAGER: /* fed from incidents */
		ok = error_set(err, ERROR_INVALID, "no format for events");
		break;
	}
	json_decref(event);
	return ok;
}

static void
add_headers(struct texts *headers)
{
	texts_add(headers, "Content-Type: application/json");
	texts_add(headers, "User-Agent: " PACKAGE_NAME "/" PACKAGE_VERSION);
}

static void
sign(struct webhook_message *message, const struct secrets *secrets,
    const char *id, int64_t now)
{
	CLEANUP(strbuf_clear) struct strbuf signature = STRBUF_INIT(1024);

	texts_add_take(&message->headers, mem_printf("webhook-id: %s", id));
	texts_add_take(
	    &message->headers, mem_printf("webhook-timestamp: %" PRId64, now));
	webhook_sign(
	    &signature, secrets, id, now, message->body, message->body_len);
	if (signature.len > 0)
		texts_add_take(&message->headers,
		    mem_printf(
			"webhook-signature: %s", strbuf_text(&signature)));
}

void
webhook_message_wrap(const struct secrets *secrets, const char *id,
    char *take_body, int64_t now, struct webhook_message *ret_message)
{
	struct webhook_message message = {.body = take_body};

	message.body_len = strlen(take_body);
	add_headers(&message.headers);
	sign(&message, secrets, id, now);
	*ret_message = message;
}

bool
webhook_message_make(const struct webhook_options *options,
    const struct secrets *secrets, const char *id, const char *payload,
    int64_t now, struct webhook_message *ret_message, struct error *err)
{
	struct webhook_message message = {0};

	if (strnlen(payload, WEBHOOK_BODY_MAX + 1) > WEBHOOK_BODY_MAX)
		return error_set(err, ERROR_LIMIT,
		    "an event of more than %u bytes", WEBHOOK_BODY_MAX);
	if (!make_body(options, secrets, payload, &message, err))
		return false;
	message.body_len = strlen(message.body);
	add_headers(&message.headers);
	if (options->format != WEBHOOK_PAGERDUTY)
		sign(&message, secrets, id, now);
	*ret_message = message;
	return true;
}

/* Change events have a door of their own beside that of alerts. */
char *
webhook_message_url(const struct webhook_message *message, const char *url)
{
	static const char alerts[] = "/v2/enqueue";
	size_t len = strlen(url), tail = strlen(alerts);

	if (!message->is_change || len < tail ||
	    strcmp(url + len - tail, alerts) != 0)
		return mem_strdup(url);
	return mem_printf("%.*s/v2/change/enqueue", (int)(len - tail), url);
}

void
webhook_message_clear(struct webhook_message *message)
{
	texts_clear(&message->headers);
	free(message->body);
	*message = (struct webhook_message){0};
}
