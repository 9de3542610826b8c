/* What is posted to a webhook; see webhook_message.h. */
#include "notify/webhook_message.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/names.h"
#include "config.h"
#include "notify/webhook_sign.h"
#include "render/render_pagerduty.h"
#include "render/render_slack.h"

static json_t *
parse(const char *payload)
{
	return json_loads(payload, JSON_REJECT_DUPLICATES, NULL);
}

static enum severity
severity_of(const json_t *object)
{
	const char *text =
	    json_string_value(json_object_get(object, "severity"));
	int value = 0;

	if (text == NULL || !names_find(&severity_names, text, &value))
		return SEVERITY_OK;
	return (enum severity)value;
}

static void
add_fault(const json_t *event, struct webhook_about *about)
{
	const char *finding =
	    json_string_value(json_object_get(event, "finding"));
	const char *sink = json_string_value(json_object_get(event, "sink"));

	if (finding == NULL || !finding_find(finding, &about->finding))
		about->finding = FINDING_COUNT;
	if (sink != NULL)
		snprintf(about->sink, sizeof about->sink, "%s", sink);
}

bool
webhook_about(const char *payload, struct webhook_about *ret_about)
{
	json_t *event = parse(payload);
	const char *kind = json_string_value(json_object_get(event, "event"));
	int value = 0;
	bool ok = kind != NULL && names_find(&event_kind_names, kind, &value);

	if (ok) {
		*ret_about = (struct webhook_about){
		    .kind = (enum event_kind)value,
		    .worst = severity_worse(severity_of(event),
			severity_of(json_object_get(event, "incident"))),
		};
		ret_about->is_routed =
		    json_is_array(json_object_get(event, "routed_to"));
		ret_about->is_page = render_pagerduty_is_for(event);
		add_fault(event, ret_about);
	}
	json_decref(event);
	return ok;
}

bool
webhook_wants(const struct webhook_options *options, const char *payload)
{
	struct webhook_about about;

	if (!webhook_about(payload, &about) ||
	    (options->format == WEBHOOK_PAGERDUTY && !about.is_page))
		return false;
	return !(about.finding == FINDING_DEAD_LETTER &&
		   strcmp(about.sink, options->name) == 0) &&
	    webhook_options_want(options, about.kind,
		about.is_routed ? SEVERITY_CRITICAL : about.worst);
}

/* Others heard of its incident before, this receiver did not: then it says
 * so, as "first_here". */
static bool
is_first_here(const json_t *event, const char *name)
{
	const json_t *newly = json_object_get(event, "newly_told");
	size_t i;
	json_t *value;

	json_array_foreach((json_t *)(uintptr_t)newly, i, value)
	{
		if (strcmp(json_string_value(value), name) == 0)
			return true;
	}
	return false;
}

static json_t *
parse_for(const struct webhook_options *options, const char *payload)
{
	json_t *event = parse(payload);

	if (event != NULL && is_first_here(event, options->name))
		json_object_set_new(event, "first_here", json_true());
	return event;
}

static char *
json_body(const json_t *event, const char *payload)
{
	char *body;

	/* As it was kept, byte for byte, where nothing is to be added. */
	if (json_object_get(event, "first_here") == NULL)
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

/* Change events have a door of their own beside that of alerts. */
static char *
change_url(const char *url)
{
	static const char alerts[] = "/v2/enqueue";
	size_t len = strlen(url), tail = strlen(alerts);

	if (len < tail || strcmp(url + len - tail, alerts) != 0)
		return NULL;
	return mem_printf("%.*s/v2/change/enqueue", (int)(len - tail), url);
}

static bool
make_page(const struct webhook_options *options, const struct secrets *secrets,
    const json_t *event, struct webhook_message *message, struct error *err)
{
	struct pagerduty_message page = {0};
	CLEANUP(free) char *key = NULL;

	if (!routing_key(secrets, &key, err))
		return false;
	if (!render_pagerduty_event(event, key, &page))
		return error_set(err, ERROR_INVALID, "no event for PagerDuty");
	message->body = page.body;
	if (page.is_change)
		message->url = change_url(options->url);
	return true;
}

static bool
make_body(const struct webhook_options *options, const struct secrets *secrets,
    const char *payload, struct webhook_message *message, struct error *err)
{
	json_t *event = parse_for(options, payload);
	bool ok = true;

	if (event == NULL)
		return error_set(
		    err, ERROR_INVALID, "an event that cannot be read");
	switch ((enum webhook_format)options->format) {
	case WEBHOOK_JSON: message->body = json_body(event, payload); break;
	case WEBHOOK_SLACK: message->body = render_slack_event(event); break;
	case WEBHOOK_PAGERDUTY:
		ok = make_page(options, secrets, event, message, err);
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

void
webhook_message_clear(struct webhook_message *message)
{
	texts_clear(&message->headers);
	free(message->body);
	free(message->url);
	*message = (struct webhook_message){0};
}
