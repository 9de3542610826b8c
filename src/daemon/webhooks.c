/* The webhooks of the configuration; see webhooks.h. */
#include "daemon/webhooks.h"

#include "notify/alertmanager.h"
#include "notify/heartbeat.h"
#include "notify/webhook.h"

struct webhooks {
	struct http *http;
	ARRAY(struct sink *) sinks;
	ARRAY(struct alertmanager *) managers;
	struct heartbeat *heartbeat; /* NULL: none */
};

static void
on_beat(void *arg, const char *id, const char *payload)
{
	struct webhooks *webhooks = arg;

	ARRAY_EACH (sink, &webhooks->sinks)
		webhook_beat(*sink, id, payload);
}

struct webhooks *
webhooks_new(const struct webhooks_parts *parts, const struct config *config)
{
	struct webhooks *webhooks = MEM_NEW(struct webhooks);
	struct webhook_parts each = {
	    .loop = parts->loop,
	    .clock = &clock_system,
	    .store = parts->store,
	    .failing = parts->failing,
	    .buried = parts->buried,
	    .told_arg = parts->told_arg,
	};

	each.http = webhooks->http = http_new(parts->loop, parts->resolver);
	ARRAY_EACH (options, &config->webhooks) {
		if (options->format == WEBHOOK_ALERTMANAGER)
			*ARRAY_ADD(&webhooks->managers) =
			    alertmanager_new(&each, options, parts->fleet);
		else
			*ARRAY_ADD(&webhooks->sinks) =
			    webhook_new(&each, options);
	}
	if (config->heartbeat_s > 0)
		webhooks->heartbeat = heartbeat_new(parts->loop, &clock_system,
		    config->heartbeat_s, on_beat, webhooks);
	return webhooks;
}

void
webhooks_free(struct webhooks *webhooks)
{
	if (webhooks == NULL)
		return;
	heartbeat_free(webhooks->heartbeat);
	ARRAY_EACH (sink, &webhooks->sinks)
		(*sink)->ops->close(*sink, 0);
	ARRAY_CLEAR(&webhooks->sinks);
	ARRAY_EACH (manager, &webhooks->managers)
		alertmanager_free(*manager);
	ARRAY_CLEAR(&webhooks->managers);
	http_free(webhooks->http);
	free(webhooks);
}

void
webhooks_wake(struct webhooks *webhooks)
{
	ARRAY_EACH (sink, &webhooks->sinks)
		(*sink)->ops->deliver(*sink, NULL);
	ARRAY_EACH (manager, &webhooks->managers)
		alertmanager_wake(*manager);
}

bool
webhooks_are_idle(const struct webhooks *webhooks)
{
	ARRAY_EACH (sink, &webhooks->sinks) {
		if (!webhook_is_idle(*sink))
			return false;
	}
	return true;
}

void
webhooks_set_resolver(struct webhooks *webhooks, struct resolver *resolver)
{
	http_set_resolver(webhooks->http, resolver);
}

bool
webhooks_differ(const struct config *a, const struct config *b)
{
	if (a->webhooks.len != b->webhooks.len ||
	    a->heartbeat_s != b->heartbeat_s)
		return true;
	for (size_t i = 0; i < a->webhooks.len; i++) {
		if (!webhook_options_equal(
			&a->webhooks.items[i], &b->webhooks.items[i]))
			return true;
	}
	return false;
}
